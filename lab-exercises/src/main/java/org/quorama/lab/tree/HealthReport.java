package org.quorama.lab.tree;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.quorama.client.QuoramaClient;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.HealthClass;
import org.quorama.metadata.operation.OperationValue.ChunkHealth;
import org.quorama.metadata.operation.OperationValue.ReplicaHealth;

/**
 * The health of the chunks below a path, each in exactly one class. Immutable.
 *
 * @param path the file or directory
 * @param counts how many chunks are in each class that has any
 * @param listed the chunks that are not healthy, or all if that was asked for
 */
public record HealthReport(
    FilePath path, Map<HealthClass, Integer> counts, List<ChunkHealth> listed) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Copies the collections. */
  public HealthReport {
    counts = Collections.unmodifiableMap(new EnumMap<>(counts));
    listed = List.copyOf(listed);
  }

  /**
   * Asks for it.
   *
   * @param client whom
   * @param path the file or directory
   * @param all whether healthy chunks are listed, too
   * @throws org.quorama.client.OperationFailedException if it does not exist, or there is no leader
   */
  public static HealthReport of(QuoramaClient client, FilePath path, boolean all) {
    Map<HealthClass, Integer> counts = new EnumMap<>(HealthClass.class);
    List<ChunkHealth> listed = new ArrayList<>();
    client
        .admin()
        .check(
            path,
            chunk -> {
              counts.merge(chunk.health(), 1, Integer::sum);
              if (all || chunk.health() != HealthClass.HEALTHY) {
                listed.add(chunk);
              }
            });
    return new HealthReport(path, counts, listed);
  }

  /** Tells whether every chunk is healthy. */
  public boolean isHealthy() {
    return counts.keySet().stream().allMatch(it -> it == HealthClass.HEALTHY);
  }

  /** Returns how many chunks there are. */
  public int chunks() {
    return counts.values().stream().mapToInt(it -> it).sum();
  }

  /** Returns the report in one line. */
  public String summary() {
    String classes =
        counts.entrySet().stream()
            .map(it -> "%,d %s".formatted(it.getValue(), word(it.getKey())))
            .collect(Collectors.joining(", "));
    return chunks() == 0 ? "no chunks" : "%,d chunks: %s".formatted(chunks(), classes);
  }

  /**
   * Returns the name of a class as people and scripts read it.
   *
   * @param health which
   */
  public static String word(HealthClass health) {
    return health.name().toLowerCase(Locale.ROOT);
  }

  /** Returns the report as one JSON object. */
  public ObjectNode json() {
    ObjectNode json = JSON.objectNode();
    json.put("path", path.toString());
    json.put("healthy", isHealthy());
    json.put("chunks", chunks());
    ObjectNode classes = json.putObject("classes");
    for (HealthClass health : HealthClass.values()) {
      classes.put(word(health), counts.getOrDefault(health, 0));
    }
    ArrayNode array = json.putArray("listed");
    listed.forEach(chunk -> array.add(object(chunk)));
    return json;
  }

  private static ObjectNode object(ChunkHealth chunk) {
    ObjectNode json = JSON.objectNode();
    json.put("path", chunk.path().toString());
    json.put("index", chunk.index());
    json.put("chunk", chunk.chunk().value());
    json.put("version", chunk.version().number());
    json.put("health", word(chunk.health()));
    json.put("leased", chunk.leased());
    ArrayNode replicas = json.putArray("replicas");
    chunk.replicas().forEach(it -> replicas.add(object(it)));
    return json;
  }

  private static ObjectNode object(ReplicaHealth replica) {
    ObjectNode json = JSON.objectNode();
    json.put("node", replica.node().value());
    json.put("version", replica.version().number());
    json.put("length", replica.lengthBytes());
    json.put("state", replica.state().name().toLowerCase(Locale.ROOT));
    return json;
  }
}
