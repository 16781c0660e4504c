package org.quorama.supervisor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.discovery.DiscoveryConfig;
import org.quorama.rmi.ClusterSecret;

/** Lays out a cluster's directory: the secret, and one directory with a properties file a node. */
final class ClusterFiles {
  static final String HOST = "127.0.0.1";
  private static final String SECRET = "secret";
  private static final int LOWEST_PORT = 15_000;
  private static final int HIGHEST_PORT = 32_600;
  private static final int TRIES = 10_000;

  private final SupervisorConfig config;
  private final Map<NodeId, NodeAddress> rmi = new TreeMap<>();
  private final Map<NodeId, NodeAddress> discovery = new TreeMap<>();

  ClusterFiles(SupervisorConfig config) {
    this.config = config;
    Set<Integer> taken = new TreeSet<>();
    for (int i = 1; i <= config.nodes(); i++) {
      rmi.put(NodeId.of("n" + i), new NodeAddress(HOST, freePort(taken)));
      discovery.put(NodeId.of("n" + i), new NodeAddress(HOST, freePort(taken)));
    }
  }

  Map<NodeId, NodeAddress> rmi() {
    return rmi;
  }

  Path secretFile() {
    return config.clusterDir().resolve(SECRET);
  }

  Path directoryOf(NodeId node) {
    return config.clusterDir().resolve(node.value());
  }

  Path configOf(NodeId node) {
    return directoryOf(node).resolve("node.properties");
  }

  /** Writes everything a node reads; keeps an earlier secret and earlier data unless fresh. */
  ClusterSecret write() {
    try {
      if (config.fresh()) {
        forget();
      }
      for (NodeId node : rmi.keySet()) {
        Files.createDirectories(directoryOf(node));
        ClusterInfo.PropertiesFile.write(configOf(node), properties(node));
      }
    } catch (IOException e) {
      throw new SupervisorException("Cannot prepare " + config.clusterDir(), e);
    }
    return Files.exists(secretFile())
        ? ClusterSecret.read(secretFile())
        : ClusterSecret.create(secretFile());
  }

  private Properties properties(NodeId node) {
    Properties properties = new Properties();
    properties.setProperty("cluster", "quorama");
    properties.setProperty("host", HOST);
    properties.setProperty("port", port(rmi, node));
    properties.setProperty("discovery.port", port(discovery, node));
    properties.setProperty("discovery.seeds", joined(discovery.values()));
    properties.setProperty("members", joined(rmi.keySet()));
    properties.setProperty("seeds", ClusterInfo.servers(rmi));
    properties.setProperty("data.dir", directoryOf(node).resolve("data").toString());
    properties.setProperty("secret.file", secretFile().toString());
    properties.setProperty("pace", config.pace());
    config.overrides().forEach(properties::setProperty);
    return properties;
  }

  private void forget() throws IOException {
    Files.deleteIfExists(secretFile());
    for (NodeId node : rmi.keySet()) {
      if (Files.exists(directoryOf(node))) {
        deleteTree(directoryOf(node));
      }
    }
  }

  private static void deleteTree(Path dir) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(dir)) {
      deepestFirst = new ArrayList<>(all.sorted(Comparator.reverseOrder()).toList());
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }

  private static String port(Map<NodeId, NodeAddress> addresses, NodeId node) {
    return addresses.entrySet().stream()
        .filter(entry -> entry.getKey().equals(node))
        .map(entry -> Integer.toString(entry.getValue().port()))
        .collect(Collectors.joining());
  }

  private static String joined(Iterable<?> parts) {
    List<String> texts = new ArrayList<>();
    parts.forEach(part -> texts.add(part.toString()));
    return String.join(",", texts);
  }

  /** Returns a port that is free, as is the one for failure detection above it; takes both. */
  private static int freePort(Set<Integer> taken) {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
      int above = port + DiscoveryConfig.FAILURE_PORT_OFFSET;
      boolean known = taken.contains(port) || taken.contains(above);
      if (!known && isFree(port) && isFree(above)) {
        taken.add(port);
        taken.add(above);
        return port;
      }
    }
    throw new SupervisorException("No free TCP ports between 15000 and 32700; stop some programs");
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
