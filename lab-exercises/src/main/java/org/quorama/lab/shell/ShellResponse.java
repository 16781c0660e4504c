package org.quorama.lab.shell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;

/**
 * What became of a request. Immutable.
 *
 * @param outcome ok, fail (certainly no effect) or unknown
 * @param code why it is not ok, NONE if it is
 * @param value what was asked for, null unless ok
 * @param origin at which index, in which term and at which node it happened
 * @param message a sentence for people, empty if it is ok
 */
record ShellResponse(
    Outcome outcome, String code, @Nullable JsonNode value, Origin origin, String message) {
  static final String BAD_REQUEST = "BAD_REQUEST";

  /**
   * Where something happened.
   *
   * @param index the Raft index, 0 if none
   * @param term the term of the node that answered, 0 if not known
   * @param node the node that answered, null if not known
   */
  record Origin(long index, long term, @Nullable NodeId node) {
    static final Origin NONE = new Origin(0, 0, null);
  }

  static ShellResponse ok(JsonNode value, Origin origin) {
    return new ShellResponse(Outcome.OK, ErrorCode.NONE.name(), value, origin, "");
  }

  static ShellResponse fail(String code, String message) {
    return new ShellResponse(Outcome.FAIL, code, null, Origin.NONE, message);
  }

  static ShellResponse notOk(Outcome outcome, ErrorCode code, Origin origin, String why) {
    return new ShellResponse(outcome, code.name(), null, origin, why);
  }

  /** Returns the response as one JSON object. */
  ObjectNode toJson(JsonNode id) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("id", id);
    json.put("r", outcome.name().toLowerCase(Locale.ROOT));
    json.put("code", code);
    json.set("value", value == null ? JsonNodeFactory.instance.nullNode() : value);
    json.put("index", origin.index());
    json.put("term", origin.term() == 0 ? null : (Long) origin.term());
    NodeId node = origin.node();
    json.put("node", node == null ? null : node.value());
    if (!message.isEmpty()) {
      json.put("message", message.replaceAll("\\s*\\R\\s*", " "));
    }
    return json;
  }
}
