package org.quorama.supervisor;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * @param clusterDir where its files are
 * @param nodes where each node listens for RMI
 * @param secretFile the file with its secret
 * @param supervisor where its supervisor listens for RMI
 */
public record ClusterInfo(
    Path clusterDir, Map<NodeId, NodeAddress> nodes, Path secretFile, NodeAddress supervisor) {
  static final String FILE = "cluster.properties";
  private static final String SERVERS = "servers";
  private static final String SECRET = "secret.file";
  private static final String SUPERVISOR = "supervisor";

  /** Copies the map, sorted. */
  public ClusterInfo {
    nodes = Collections.unmodifiableMap(new TreeMap<>(nodes));
  }

  /**
   * Reads how to reach the cluster in a directory.
   *
   * @param clusterDir where its files are
   * @throws SupervisorException if no cluster runs there, or the file is damaged
   */
  public static ClusterInfo read(Path clusterDir) {
    Path dir = clusterDir.toAbsolutePath().normalize();
    Path file = dir.resolve(FILE);
    if (!Files.exists(file) || !ClusterLock.isHeld(dir)) {
      throw new SupervisorException("No cluster runs in " + dir + "; start one with: quorama up");
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
      return new ClusterInfo(
          dir,
          parseServers(properties.getProperty(SERVERS, "")),
          Path.of(properties.getProperty(SECRET, "")),
          NodeAddress.parse(properties.getProperty(SUPERVISOR, "")));
    } catch (IOException | IllegalArgumentException e) {
      throw new SupervisorException("Cannot read " + file + "; stop and start the cluster", e);
    }
  }

  void write() {
    Properties properties = new Properties();
    properties.setProperty(SERVERS, servers(nodes));
    properties.setProperty(SECRET, secretFile.toString());
    properties.setProperty(SUPERVISOR, supervisor.toString());
    PropertiesFile.write(clusterDir.resolve(FILE), properties);
  }

  static String servers(Map<NodeId, NodeAddress> nodes) {
    return nodes.entrySet().stream()
        .map(node -> node.getKey() + "@" + node.getValue())
        .collect(Collectors.joining(","));
  }

  private static Map<NodeId, NodeAddress> parseServers(String text) {
    Map<NodeId, NodeAddress> found = new TreeMap<>();
    for (String server : text.split(",", -1)) {
      int at = Math.max(server.indexOf('@'), 0);
      found.put(NodeId.of(server.substring(0, at)), NodeAddress.parse(server.substring(at + 1)));
    }
    return found;
  }

  /** Writes a whole file or none. */
  static final class PropertiesFile {
    private PropertiesFile() {}

    static void write(Path file, Properties properties) {
      Path draft = file.resolveSibling(file.getFileName() + ".new");
      try {
        try (Writer writer = Files.newBufferedWriter(draft)) {
          properties.store(writer, null);
        }
        Files.move(draft, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new SupervisorException("Cannot write " + file + "; is the disk full?", e);
      }
    }
  }
}
