package org.quorama.supervisor;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;

/**
 * How to reach a cluster that runs on this machine. Immutable.
 *
 * @param clusterDir where it keeps its files
 * @param nodes where each node listens, by id
 * @param secretFile the file with its secret
 * @param supervisor where its supervisor listens
 */
public record ClusterInfo(
    Path clusterDir, Map<NodeId, NodeAddress> nodes, Path secretFile, NodeAddress supervisor) {
  private static final String FILE = "cluster.properties";

  /** Copies the map, sorted. */
  public ClusterInfo {
    nodes = Collections.unmodifiableMap(new TreeMap<>(nodes));
  }

  /**
   * Reads how to reach the cluster of a directory.
   *
   * @param clusterDir the directory
   * @throws IllegalStateException if no cluster runs there; the message says what to do
   */
  public static ClusterInfo read(Path clusterDir) {
    Path file = clusterDir.resolve(FILE);
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new IllegalStateException(
          "No cluster runs in " + clusterDir + ". Start one: quorama up --dir " + clusterDir, e);
    }
    try {
      return parse(clusterDir, properties);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          file + " is damaged: stop the cluster, remove the file, start it again", e);
    }
  }

  private static ClusterInfo parse(Path clusterDir, Properties properties) {
    Map<NodeId, NodeAddress> nodes =
        Arrays.stream(properties.getProperty("servers", "").split(","))
            .map(text -> text.split("@", 2))
            .collect(
                Collectors.toMap(
                    parts -> NodeId.of(parts[0]),
                    parts -> NodeAddress.parse(parts[parts.length - 1])));
    return new ClusterInfo(
        clusterDir,
        nodes,
        clusterDir.resolve(properties.getProperty("secret.file", "secret")),
        NodeAddress.parse(properties.getProperty("supervisor", "")));
  }

  /** Returns the addresses as settings have them: {@code n1@127.0.0.1:21001,n2@...}. */
  String servers() {
    return nodes.entrySet().stream()
        .map(entry -> entry.getKey() + "@" + entry.getValue())
        .collect(Collectors.joining(","));
  }

  /** Writes the file that {@link #read} reads, so that a reader sees all of it or nothing. */
  void write() {
    Properties properties = new Properties();
    properties.setProperty("servers", servers());
    properties.setProperty("secret.file", clusterDir.relativize(secretFile).toString());
    properties.setProperty("supervisor", supervisor.toString());
    Path draft = clusterDir.resolve(FILE + ".draft");
    try {
      try (Writer writer = Files.newBufferedWriter(draft)) {
        properties.store(writer, "The cluster that runs here. Written by 'quorama up'.");
      }
      Files.move(
          draft,
          clusterDir.resolve(FILE),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write into " + clusterDir, e);
    }
  }

  /** Removes the file: no cluster runs here any more. */
  void remove() {
    try {
      Files.deleteIfExists(clusterDir.resolve(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + clusterDir.resolve(FILE), e);
    }
  }
}
