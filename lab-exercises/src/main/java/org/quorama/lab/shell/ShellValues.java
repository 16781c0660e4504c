package org.quorama.lab.shell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.quorama.client.QuoramaClient.RegionState;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.OperationValue.Attributes;
import org.quorama.metadata.operation.OperationValue.ChunkLocation;
import org.quorama.metadata.operation.OperationValue.Locations;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;

/** The values of responses as JSON. */
final class ShellValues {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ShellValues() {}

  static String word(RegionState region) {
    return region.name().toLowerCase(Locale.ROOT);
  }

  static JsonNode of(OperationValue value) {
    if (value instanceof Attributes attributes) {
      return attributes(attributes);
    }
    if (value instanceof OperationValue.Listing listing) {
      ArrayNode entries = JSON.arrayNode();
      listing.entries().forEach(entry -> entries.add(attributes(entry)));
      return entries;
    }
    if (value instanceof Locations locations) {
      return locations(locations);
    }
    if (value instanceof OperationValue.Attribute attribute) {
      return attribute(attribute);
    }
    return JSON.objectNode();
  }

  private static ObjectNode attributes(Attributes attributes) {
    ObjectNode json = JSON.objectNode();
    json.put("path", attributes.path().toString());
    json.put("name", attributes.path().name());
    json.put("type", attributes.directory() ? "directory" : "file");
    json.put("length", attributes.lengthBytes());
    json.put("chunks", attributes.chunks());
    json.put("createdIndex", attributes.createdIndex());
    return json;
  }

  private static ObjectNode locations(Locations locations) {
    ObjectNode json = JSON.objectNode();
    json.put("length", locations.lengthBytes());
    json.put("chunkSize", locations.chunkSizeBytes());
    ArrayNode chunks = json.putArray("chunks");
    locations.chunks().forEach(chunk -> chunks.add(chunk(chunk)));
    return json;
  }

  private static ObjectNode chunk(ChunkLocation location) {
    ObjectNode json = JSON.objectNode();
    json.put("chunk", location.chunk().value());
    json.put("version", location.version().number());
    json.put("primary", location.primary().value());
    ArrayNode replicas = json.putArray("replicas");
    location.replicas().stream().map(NodeId::value).forEach(replicas::add);
    return json;
  }

  private static ObjectNode attribute(OperationValue.Attribute attribute) {
    ObjectNode json = JSON.objectNode();
    json.put("version", attribute.version());
    json.put("value", utf8(attribute.value()).orElse(null));
    json.put("data", base64(attribute.value()));
    return json;
  }

  private static Optional<String> utf8(Bytes bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toArray())).toString());
    } catch (CharacterCodingException ignored) {
      return Optional.empty();
    }
  }

  /** Returns bytes of a file. */
  static ObjectNode data(Bytes bytes) {
    ObjectNode json = JSON.objectNode();
    json.put("length", bytes.length());
    json.put("data", base64(bytes));
    return json;
  }

  private static String base64(Bytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.unsafeArray());
  }

  /** Returns what a code means for an operation, in a sentence. */
  static String sentence(FileOperation operation, ErrorCode code) {
    boolean isShorter = operation instanceof FileOperation.Truncate && code == ErrorCode.INVALID;
    return isShorter
        ? "The file is shorter, or deleted: to make a file longer, write at its end"
        : sentence(code);
  }

  /** Returns what a code means, in a sentence. */
  static String sentence(ErrorCode code) {
    return switch (code) {
      case NONE -> "";
      case NOT_FOUND -> "There is no such path, parent or attribute";
      case EXISTS -> "The path exists already";
      case NOT_A_DIRECTORY -> "A file is where a directory is needed";
      case IS_A_DIRECTORY -> "A directory is where a file is needed";
      case NOT_EMPTY -> "The directory is not empty";
      case INVALID -> "This makes no sense for this path";
      case STALE_VERSION -> "It has another version than ifVersion says";
      case NOT_LEADER -> "No leader was found in time: a majority of the nodes must be up";
      case OVERLOADED -> "Too much waits already: send less at once";
      case NO_CHUNKSERVERS -> "Too few nodes can store a chunk now: restart some";
      case NO_REPLICA -> "No replica can be read: restart the nodes that hold it";
      case RECORD_TOO_LARGE -> "The record is longer than a quarter of a chunk: split it";
      case NAMESPACE_FULL -> "There are as many files and directories as there may be: remove some";
      case PATH_TOO_LONG ->
          "What is deepest below the directory would have more than %d names in its path: "
                  .formatted(FilePath.MAX_DEPTH)
              + "take a target that is less deep, or move what is deepest first";
      case READ_ONLY -> "The cluster is in safe mode and changes nothing: wait";
      case NO_SPACE -> "The disks of the nodes are full";
      case INDETERMINATE -> "No answer in time: it may or may not have happened, now or later";
      default -> "It failed with " + code;
    };
  }
}
