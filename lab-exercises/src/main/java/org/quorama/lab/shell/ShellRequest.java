package org.quorama.lab.shell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Base64;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.PathTooLongException;
import org.quorama.metadata.operation.ReadMode;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;

/**
 * One request: an object with {@code id}, {@code op} and the fields of the operation. Immutable.
 *
 * @param fields all of it
 */
record ShellRequest(JsonNode fields) {
  /** Returns what the response is matched by, null if there is none. */
  JsonNode id() {
    JsonNode id = fields.get("id");
    return id == null ? NullNode.getInstance() : id;
  }

  /** Throws unless this is an object with a usable id and an operation. */
  void check() {
    if (!fields.isObject()) {
      throw new BadRequestException(
          "A request is a JSON object such as {\"id\":1,\"op\":\"list\"}");
    }
    if (!id().isTextual() && !id().isNumber()) {
      throw new BadRequestException("A request needs an id: a text or a number of your choice");
    }
  }

  String text(String name) {
    JsonNode field = fields.get(name);
    if (field == null || field.isNull()) {
      throw new BadRequestException("The field " + name + " is missing: it is a text");
    }
    if (!field.isTextual()) {
      throw new BadRequestException("The field " + name + " is a text, not " + field);
    }
    if (!FilePath.isUnicode(field.textValue())) {
      throw new BadRequestException(
          "The field "
              + name
              + " is no Unicode text: it has half a surrogate pair and needs both halves, or none");
    }
    return field.textValue();
  }

  boolean has(String name) {
    return fields.hasNonNull(name);
  }

  FilePath path(String name) {
    try {
      return FilePath.parse(text(name));
    } catch (PathTooLongException e) {
      throw new BadRequestException(
          ErrorCode.PATH_TOO_LONG.name(), "The field " + name + " is too long: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new BadRequestException("The field " + name + " is wrong: " + e.getMessage());
    }
  }

  /** Returns a whole number that must be there and not below 0. */
  long number(String name) {
    JsonNode field = fields.get(name);
    if (field == null || field.isNull()) {
      throw new BadRequestException("The field " + name + " is missing: it is a number");
    }
    if (!field.isIntegralNumber() || !field.canConvertToLong() || field.longValue() < 0) {
      throw new BadRequestException(
          "The field " + name + " is a whole number from 0, not " + field);
    }
    return field.longValue();
  }

  long number(String name, long otherwise) {
    return has(name) ? number(name) : otherwise;
  }

  Bytes base64(String name) {
    try {
      return Bytes.wrap(Base64.getDecoder().decode(text(name)));
    } catch (IllegalArgumentException e) {
      throw new BadRequestException("The field " + name + " is not base64: " + e.getMessage());
    }
  }

  SyncMode sync() {
    String sync = has("sync") ? text("sync") : "always";
    return switch (sync) {
      case "always" -> SyncMode.ALWAYS;
      case "close" -> SyncMode.CLOSE;
      case "never" -> SyncMode.NEVER;
      default -> throw new BadRequestException("sync is always, close or never, not " + sync);
    };
  }

  ReadMode mode() {
    String mode = has("mode") ? text("mode") : "linearizable";
    return switch (mode) {
      case "linearizable" -> ReadMode.LINEARIZABLE;
      case "stale" -> ReadMode.STALE;
      default -> throw new BadRequestException("The mode is linearizable or stale, not " + mode);
    };
  }
}
