package org.quorama.lab.demos.play;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkMessage;
import org.quorama.client.QuoramaClient;
import org.quorama.cluster.NodeId;
import org.quorama.lab.demos.cluster.DemoCluster;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.raft.RoleName;
import org.quorama.remote.ReadReply;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.lab.LabView;
import org.quorama.remote.lab.LabView.HeldMessage;
import org.quorama.trace.FaultTrace.DiskCondition;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.FaultTrace.Timer;
import org.quorama.trace.MessageTrace.Kind;
import org.quorama.trace.MessageTrace.Summary;
import org.quorama.trace.RaftSummary;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;

/** A frozen cluster in memory that does what a test says. */
public final class FakeDemoCluster implements DemoCluster {
  private final List<NodeId> nodes;
  private final Map<NodeId, List<TraceEvent>> news = new TreeMap<>();
  private final Map<NodeId, Long> seqs = new TreeMap<>();
  private final Map<NodeId, List<HeldMessage>> held = new TreeMap<>();
  final List<String> orders = new ArrayList<>();
  long elapsedNanos;
  public volatile boolean closed;

  /** The rules that were given last. */
  List<LinkRule> links = List.of();

  /** What happens when a node's deadline is fired. */
  BiConsumer<FakeDemoCluster, NodeId> onFire = (cluster, node) -> {};

  /** What happens when a message is released, once for each. */
  BiConsumer<FakeDemoCluster, HeldMessage> onRelease = (cluster, message) -> {};

  /** Makes one of so many nodes. */
  public FakeDemoCluster(int count) {
    nodes = IntStream.rangeClosed(1, count).mapToObj(i -> NodeId.of("n" + i)).toList();
    nodes.forEach(node -> tell(node, 0, RoleName.FOLLOWER, null));
  }

  /** Has a node's trace say what it is now. */
  void tell(NodeId node, long term, RoleName role, @Nullable NodeId votedFor) {
    long seq = seqs.merge(node, 1L, Long::sum);
    RaftSummary state = new RaftSummary(term, role, votedFor, null, 0, 0, 0, 0, 0);
    TraceDetail detail = new RaftTrace.HardStateDurable(term, votedFor);
    news.computeIfAbsent(node, key -> new ArrayList<>())
        .add(new TraceEvent(node, 1, seq, seq, seq, state, detail));
  }

  /** Has a message wait at its sender. */
  void hold(String from, String to, Kind kind) {
    NodeId sender = NodeId.of(from);
    long id = seqs.merge(sender, 1L, Long::sum);
    held.computeIfAbsent(sender, key -> new ArrayList<>())
        .add(
            new HeldMessage(
                from + ":1:" + id, sender, NodeId.of(to), new Summary(kind, 1, 0, 0, 0, false)));
  }

  @Override
  public List<NodeId> nodes() {
    return nodes;
  }

  @Override
  public LabView lab(NodeId node, LabOrder order) {
    if (!(order instanceof LabOrder.Look)) {
      orders.add(node + " " + order);
    }
    if (order instanceof LabOrder.Advance advance && node.equals(nodes.get(0))) {
      elapsedNanos += advance.by().toNanos();
    } else if (order instanceof LabOrder.SetLinks given) {
      links = given.rules();
    } else if (order instanceof LabOrder.Fire) {
      onFire.accept(this, node);
    } else if (order instanceof LabOrder.ReleaseMessage release) {
      released(node, release.messageId());
    }
    return view(node);
  }

  private void released(NodeId node, String id) {
    List<HeldMessage> here = held.getOrDefault(node, new ArrayList<>());
    HeldMessage message =
        here.stream().filter(one -> one.messageId().equals(id)).findFirst().orElseThrow();
    here.remove(message);
    seqs.merge(node, 1L, Long::sum);
    onRelease.accept(this, message);
  }

  private LabView view(NodeId node) {
    long left = Duration.ofSeconds(2).toNanos() - elapsedNanos;
    return new LabView(
        node,
        1,
        new LabView.Clock(elapsedNanos, 1, true, 1),
        new LabView.Faults(false, List.of(), DiskCondition.HEALTHY),
        List.copyOf(held.getOrDefault(node, List.of())),
        List.of(new LabView.Deadline(Timer.RAFT, left)),
        0,
        seqs.getOrDefault(node, 0L) + 1);
  }

  @Override
  public List<TraceEvent> news(NodeId node, Duration wait) {
    List<TraceEvent> all = news.getOrDefault(node, List.of());
    news.remove(node);
    return all;
  }

  @Override
  public void kill(NodeId node) {
    orders.add("kill " + node);
  }

  @Override
  public void restart(NodeId node) {
    orders.add("restart " + node);
  }

  @Override
  public List<NodeId> registry(NodeId node) {
    return nodes;
  }

  @Override
  public OperationReply ask(NodeId node, FileOperation operation) {
    return OperationReply.ok(new OperationValue.Done(), 1);
  }

  @Override
  public ReadReply replica(NodeId node, ChunkMessage.Read read) {
    throw new IllegalStateException("No replica is here");
  }

  @Override
  public QuoramaClient client() {
    throw new IllegalStateException("No client is here");
  }

  @Override
  public void close() {
    closed = true;
  }
}
