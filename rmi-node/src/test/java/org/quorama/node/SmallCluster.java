package org.quorama.node;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.metadata.operation.RequestId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;
import org.quorama.raft.RoleName;
import org.quorama.remote.NodePort;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.RmiNodeConnector;
import org.quorama.rmi.ClusterSecret;
import org.quorama.rmi.RmiTimeouts;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceFile;

/**
 * Three real nodes or others in this JVM, on free ports of the loopback, over real RMI and disks.
 */
final class SmallCluster implements AutoCloseable {
  static final Duration LONG = Duration.ofSeconds(20);
  private static final String MEMBERS = "n1,n2,n3";

  private final Path directory;
  private final Path secretFile;
  private final Map<String, String> settings;
  private final Map<NodeId, RunningNode> nodes = new TreeMap<>();
  private final RmiNodeConnector connector;
  private final AtomicLong sequence = new AtomicLong();
  private long session = RequestId.NO_SESSION;

  SmallCluster(Path directory) {
    this(directory, Map.of());
  }

  /** Starts nodes with settings of their own. */
  SmallCluster(Path directory, Map<String, String> settings) {
    this.directory = directory;
    this.settings = Map.copyOf(settings);
    this.secretFile = directory.resolve("secret");
    RmiTimeouts.defaults().applyToJvm();
    this.connector = new RmiNodeConnector(ClusterSecret.create(secretFile), RmiTimeouts.defaults());
    for (String id : this.settings.getOrDefault("members", MEMBERS).split(",", -1)) {
      nodes.put(NodeId.of(id), start(NodeId.of(id)));
    }
    meet();
  }

  private RunningNode start(NodeId id) {
    Properties properties = new Properties();
    properties.setProperty("members", MEMBERS);
    properties.setProperty("pace", "fast");
    properties.setProperty("chunk.size", "64KiB");
    properties.setProperty("secret.file", secretFile.toString());
    properties.setProperty("data.dir", dataOf(id).toString());
    properties.setProperty("trace.file", directory.resolve("trace-{id}.ndjson").toString());
    properties.putAll(settings);
    return RunningNode.start(NodeConfig.of(id, properties, directory), RmiTimeouts.defaults());
  }

  /** Returns where all lies that a node keeps. */
  Path dataOf(NodeId node) {
    return directory.resolve("data-" + node);
  }

  /** Tells every node where the others listen, as discovery would. */
  private void meet() {
    meet(members());
  }

  /** Tells every node where the others listen, some of which are not in this JVM. */
  void meet(ClusterMembers members) {
    nodes.values().forEach(node -> node.learn(members));
  }

  ClusterMembers members() {
    ClusterMembers members = ClusterMembers.none();
    for (RunningNode node : nodes.values()) {
      members = members.with(node.id(), node.address());
    }
    return members;
  }

  Map<NodeId, RunningNode> nodes() {
    return nodes;
  }

  RmiNodeConnector connector() {
    return connector;
  }

  RunningNode node(NodeId id) {
    return Objects.requireNonNull(nodes.get(id), "does not run");
  }

  NodePort port(NodeId node) {
    return connector.connect(node(node).address());
  }

  /** Returns the trace of all nodes that have stopped. */
  List<TraceEvent> recorded() throws IOException {
    List<TraceEvent> events = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "trace-*.ndjson")) {
      for (Path file : files) {
        try (Stream<TraceEvent> recorded = TraceFile.read(file)) {
          recorded.forEach(events::add);
        }
      }
    }
    return events;
  }

  void stop(NodeId node) {
    node(node).close();
    nodes.remove(node);
  }

  void startAgain(NodeId node) {
    nodes.put(node, start(node));
    meet();
  }

  NodeId awaitLeader() {
    AtomicReference<NodeId> leader = new AtomicReference<>();
    await().atMost(LONG).until(() -> findLeader(leader));
    return leader.get();
  }

  private boolean findLeader(AtomicReference<NodeId> leader) {
    for (NodeId node : nodes.keySet()) {
      if (port(node).status().raft().role() == RoleName.LEADER) {
        leader.set(node);
        return true;
      }
    }
    return false;
  }

  /** Performs an operation on whoever leads, again until it is decided. */
  OperationReply perform(FileOperation operation) {
    RequestId id = new RequestId(session(), sequence.incrementAndGet());
    return perform(new OperationRequest(id, operation));
  }

  private synchronized long session() {
    if (session == RequestId.NO_SESSION) {
      session = perform(OperationRequest.once(new FileOperation.OpenSession())).index();
    }
    return session;
  }

  private OperationReply perform(OperationRequest request) {
    AtomicReference<OperationReply> last = new AtomicReference<>();
    await()
        .atMost(LONG)
        .until(
            () -> {
              last.set(performOnce(request));
              return isDecided(last.get());
            });
    return last.get();
  }

  private static boolean isDecided(OperationReply reply) {
    boolean elsewhere =
        reply.code() == ErrorCode.NOT_LEADER || reply.code() == ErrorCode.NO_CHUNKSERVERS;
    return reply.outcome() != Outcome.UNKNOWN && !elsewhere;
  }

  private OperationReply performOnce(OperationRequest request) {
    try {
      return port(awaitLeader()).perform(request);
    } catch (NodeUnreachableException e) {
      return OperationReply.unknown();
    }
  }

  /** Makes another secret than the cluster's. */
  ClusterSecret anotherSecret() {
    try {
      Path other = Files.createTempDirectory(directory, "other").resolve("secret");
      return ClusterSecret.create(other);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    connector.close();
    nodes.values().forEach(RunningNode::close);
  }
}
