package org.quorama.lab.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.quorama.simulation.history.Operation;
import org.quorama.simulation.history.RegisterAction;

/** Histories as files: one JSON object an operation and line. */
public final class HistoryFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private HistoryFile() {}

  /** Writes a history. */
  static void write(Path file, List<Operation> history) {
    try {
      Files.write(file, history.stream().map(HistoryFile::lineOf).toList());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep the history in " + file, e);
    }
  }

  private static String lineOf(Operation operation) {
    ObjectNode line = JSON.createObjectNode();
    line.put("client", operation.process());
    line.put("key", operation.key());
    line.put("invoked", operation.invokedNanos());
    line.put("returned", operation.isKnown() ? operation.returnedNanos() : null);
    RegisterAction action = operation.action();
    if (action instanceof RegisterAction.Read read) {
      line.put("did", "read").put("value", read.value()).put("version", read.version());
    } else if (action instanceof RegisterAction.Write write) {
      line.put("did", "write").put("value", write.value());
      line.put("ifVersion", write.ifVersion()).put("version", write.version());
    } else if (action instanceof RegisterAction.Refused refused) {
      line.put("did", "refused").put("ifVersion", refused.ifVersion());
    }
    return line.toString();
  }

  /**
   * Reads a history.
   *
   * @param file one that a run kept
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if a line is none of a history
   */
  public static List<Operation> read(Path file) throws IOException {
    List<Operation> history = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      try {
        history.add(operationOf(JSON.readTree(line)));
      } catch (JsonProcessingException | IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "Line %d of %s is none of a history: %s".formatted(history.size() + 1, file, line), e);
      }
    }
    return history;
  }

  private static Operation operationOf(JsonNode line) {
    JsonNode returned = line.path("returned");
    return new Operation(
        line.path("client").asInt(),
        line.path("key").asText(),
        actionOf(line),
        line.path("invoked").asLong(),
        returned.isNumber() ? returned.asLong() : Operation.NEVER);
  }

  private static RegisterAction actionOf(JsonNode line) {
    long version = line.path("version").asLong();
    long ifVersion = line.path("ifVersion").asLong();
    return switch (line.path("did").asText()) {
      case "read" -> new RegisterAction.Read(line.path("value").textValue(), version);
      case "write" -> new RegisterAction.Write(line.path("value").asText(), ifVersion, version);
      case "refused" -> new RegisterAction.Refused(ifVersion);
      default -> throw new IllegalArgumentException("No action");
    };
  }
}
