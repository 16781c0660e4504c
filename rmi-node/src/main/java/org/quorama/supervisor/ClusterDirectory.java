package org.quorama.supervisor;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.rmi.ClusterSecret;

/** The files of a cluster: its lock, its secret, one directory and one settings file a node. */
final class ClusterDirectory implements AutoCloseable {
  private static final String LOCK = "supervisor.lock";
  private static final String SECRET = "secret";
  private static final String SETTINGS = ".properties";
  private static final String CLUSTER = "cluster";
  private static final String HOST = "127.0.0.1";
  private static final String JOIN = "join";

  private final Path path;
  private final FileChannel lock;

  private ClusterDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Takes a directory, and makes it if it is not there.
   *
   * @throws IllegalStateException if another supervisor has it
   */
  static ClusterDirectory take(Path path) {
    try {
      Files.createDirectories(path);
      FileChannel channel =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lockOf(channel) == null) {
        channel.close();
        throw new IllegalStateException(
            "A cluster runs in " + path + " already: stop it, or choose another with --dir");
      }
      return new ClusterDirectory(path, channel);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot use " + path + " as a cluster directory", e);
    }
  }

  private static @Nullable FileLock lockOf(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  Path path() {
    return path;
  }

  Path secretFile() {
    return path.resolve(SECRET);
  }

  Path configFile(NodeId node) {
    return path.resolve(node + SETTINGS);
  }

  Path logFile(NodeId node) {
    return path.resolve(node + ".log");
  }

  /** Removes what an earlier cluster left, but for the lock. */
  void clear() {
    try (Stream<Path> walk = Files.walk(path)) {
      List<Path> old =
          walk.filter(file -> !file.equals(path) && !file.equals(path.resolve(LOCK)))
              .sorted(Comparator.reverseOrder())
              .toList();
      for (Path file : old) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot empty " + path, e);
    }
  }

  /** Returns the secret, made on the first use. */
  ClusterSecret secret() {
    return Files.exists(secretFile())
        ? ClusterSecret.read(secretFile())
        : ClusterSecret.create(secretFile());
  }

  /**
   * Chooses ports and writes the settings of every node.
   *
   * @param config what the nodes have in common
   * @param supervisor where the supervisor listens
   */
  ClusterInfo lay(SupervisorConfig config, NodeAddress supervisor) {
    Set<NodeId> ids = new TreeSet<>(joined());
    ids.addAll(founders(config));
    List<Integer> ports = LocalPorts.free(InetAddress.getLoopbackAddress(), 2 * ids.size());
    Map<NodeId, NodeAddress> nodes = new TreeMap<>();
    List<NodeAddress> discovery = new ArrayList<>();
    for (NodeId id : ids) {
      int i = nodes.size();
      nodes.put(id, new NodeAddress(HOST, ports.get(2 * i)));
      discovery.add(new NodeAddress(HOST, ports.get(2 * i + 1)));
    }
    ClusterInfo info = new ClusterInfo(path, nodes, secretFile(), supervisor);
    int next = 0;
    for (NodeId node : nodes.keySet()) {
      writeSettings(node, settingsOf(node, config, info, discovery, next));
      next++;
    }
    return info;
  }

  private static List<NodeId> founders(SupervisorConfig config) {
    return IntStream.rangeClosed(1, config.nodes()).mapToObj(i -> NodeId.of("n" + i)).toList();
  }

  /** Returns the nodes that joined an earlier cluster of the directory later. */
  private List<NodeId> joined() {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(SETTINGS) && !name.startsWith(CLUSTER))
          .map(name -> NodeId.of(name.substring(0, name.length() - SETTINGS.length())))
          .filter(node -> settings(node).containsKey(JOIN))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look into " + path, e);
    }
  }

  /**
   * Chooses ports for one more node and writes its settings: those of another, but for what is its
   * own.
   *
   * @param info the cluster without it
   * @param node who joins
   * @return the cluster with it
   */
  ClusterInfo layOneMore(ClusterInfo info, NodeId node) {
    NodeId other = info.nodes().keySet().iterator().next();
    List<Integer> ports = LocalPorts.free(InetAddress.getLoopbackAddress(), 2);
    Map<NodeId, NodeAddress> nodes = new TreeMap<>(info.nodes());
    nodes.put(node, new NodeAddress(HOST, ports.get(0)));
    ClusterInfo larger = new ClusterInfo(path, nodes, info.secretFile(), info.supervisor());
    NodeAddress discovery = new NodeAddress(HOST, ports.get(1));
    Properties settings = settings(other);
    settings.setProperty(JOIN, "true");
    settings.setProperty("port", String.valueOf(ports.get(0)));
    settings.setProperty("seeds", larger.servers());
    settings.setProperty("discovery.port", String.valueOf(discovery.port()));
    settings.merge("discovery.seeds", discovery, (seeds, one) -> seeds + "," + one);
    settings.setProperty("data.dir", node.value());
    writeSettings(node, settings);
    return larger;
  }

  /** Removes the settings of a node that could not join. */
  void forget(NodeId node) {
    try {
      Files.deleteIfExists(configFile(node));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + configFile(node), e);
    }
  }

  private Properties settings(NodeId node) {
    Properties settings = new Properties();
    try (Reader reader = Files.newBufferedReader(configFile(node))) {
      settings.load(reader);
      return settings;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the settings of " + node, e);
    }
  }

  private Properties settingsOf(
      NodeId node,
      SupervisorConfig config,
      ClusterInfo info,
      List<NodeAddress> discovery,
      int place) {
    Properties settings = new Properties();
    settings.setProperty(
        "members", founders(config).stream().map(NodeId::value).collect(Collectors.joining(",")));
    if (!founders(config).contains(node)) {
      settings.setProperty(JOIN, "true");
    }
    NodeAddress address = info.nodes().get(node);
    settings.setProperty("host", HOST);
    settings.setProperty("port", String.valueOf(address == null ? 0 : address.port()));
    settings.setProperty("seeds", info.servers());
    settings.setProperty("discovery.port", String.valueOf(discovery.get(place).port()));
    settings.setProperty(
        "discovery.seeds",
        discovery.stream().map(NodeAddress::toString).collect(Collectors.joining(",")));
    settings.setProperty("secret.file", SECRET);
    settings.setProperty("data.dir", node.value());
    settings.setProperty("pace", config.pace());
    settings.putAll(config.settings());
    return settings;
  }

  private void writeSettings(NodeId node, Properties settings) {
    try (Writer writer = Files.newBufferedWriter(configFile(node))) {
      settings.store(writer, "Settings of " + node + ". 'quorama node --print-config' explains.");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the settings of " + node, e);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot release " + path.resolve(LOCK), e);
    }
  }
}
