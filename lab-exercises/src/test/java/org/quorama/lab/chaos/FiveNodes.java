package org.quorama.lab.chaos;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cluster.ClusterPlan;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Leaders;
import org.quorama.lab.cluster.LiveClusters;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.ServerState;
import org.quorama.remote.NodePort;
import org.quorama.remote.NodeStatus;
import org.quorama.remote.NodeUnreachableException;

/** Five real nodes that a test breaks and asks, one by one. */
final class FiveNodes implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(60);

  final ClusterSession session;

  private FiveNodes(ClusterSession session) {
    this.session = session;
  }

  static FiveNodes start(Path directory) {
    return start(directory, Map.of("lab", "true"));
  }

  static FiveNodes start(Path directory, Map<String, String> settings) {
    ClusterPlan plan = new ClusterPlan(directory, 5, "fast", settings, true);
    FiveNodes nodes = new FiveNodes(new LiveClusters().start(plan));
    nodes.leader();
    nodes.session.client().require(new FileOperation.MakeDirectory(Caller.DIRECTORY));
    return nodes;
  }

  NodeStatus leader() {
    return Leaders.await(session, 0, SOON).orElseThrow();
  }

  /** Returns the way to whoever leads. */
  NodePort lead() {
    return session.connector().connect(leader().address());
  }

  List<NodeId> allBut(NodeId node) {
    return session.nodes().keySet().stream().filter(it -> !it.equals(node)).sorted().toList();
  }

  /** Returns whether a node serves, as the master says. */
  ServerState state(NodeId node) {
    OperationValue.Space space =
        (OperationValue.Space) session.client().require(new FileOperation.DiskFree());
    return space.servers().stream()
        .filter(each -> each.node().equals(node))
        .findFirst()
        .orElseThrow()
        .state();
  }

  /** Asks one node, whether it leads or not; no answer is an unknown outcome. */
  OperationReply ask(NodeId node, OperationRequest request) {
    try {
      return session
          .connector()
          .connect(Objects.requireNonNull(session.nodes().get(node)))
          .perform(request);
    } catch (NodeUnreachableException e) {
      return OperationReply.unknown();
    }
  }

  /** Opens a session of a client that sends its requests itself. */
  long openSession() {
    OperationReply opened =
        ask(leader().node(), OperationRequest.once(new FileOperation.OpenSession()));
    return ((OperationValue.SessionOpened) Objects.requireNonNull(opened.value())).session();
  }

  /** Waits until all have applied the same and are the same. */
  void awaitEqual() {
    await()
        .atMost(SOON)
        .until(
            () -> {
              List<NodeStatus> all =
                  session.nodes().keySet().stream()
                      .map(session::status)
                      .flatMap(Optional::stream)
                      .toList();
              return all.size() == session.nodes().size()
                  && all.stream()
                          .map(it -> it.raft().lastApplied() + " " + it.storage().digest())
                          .distinct()
                          .count()
                      == 1;
            });
  }

  @Override
  public void close() {
    session.close();
  }
}
