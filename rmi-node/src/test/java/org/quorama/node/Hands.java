package org.quorama.node;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RoleName;
import org.quorama.remote.NodePort;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.lab.LabView;
import org.quorama.remote.lab.LabView.HeldMessage;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.FaultTrace.Release;
import org.quorama.trace.FaultTrace.Timer;
import org.quorama.trace.MessageTrace.Kind;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;

/** What a person does to the nodes of a lab. */
final class Hands {
  private static final Duration SOON = Duration.ofMillis(30);

  private final Map<NodeId, NodePort> ports = new TreeMap<>();

  Hands(SmallCluster cluster) {
    cluster.nodes().keySet().forEach(node -> ports.put(node, cluster.port(node)));
  }

  NodePort port(NodeId node) {
    return Objects.requireNonNull(ports.get(node));
  }

  LabView look(NodeId node) {
    return order(node, new LabOrder.Look());
  }

  LabView order(NodeId node, LabOrder order) {
    return port(node).lab(order);
  }

  void orderAll(LabOrder order) {
    ports.keySet().forEach(node -> order(node, order));
  }

  void pace(int dilation, boolean frozen) {
    long soon = System.currentTimeMillis() + SOON.toMillis();
    orderAll(new LabOrder.SetPace(soon, dilation, frozen));
    await()
        .atMost(SmallCluster.LONG)
        .until(
            () ->
                ports.keySet().stream()
                    .map(node -> look(node).time())
                    .allMatch(time -> time.dilation() == dilation && time.frozen() == frozen));
  }

  void links(LinkRule... rules) {
    orderAll(new LabOrder.SetLinks(List.of(rules)));
  }

  /** Lets time pass everywhere until a deadline of one node is due, and fires it there. */
  void fire(NodeId node, Timer timer) {
    long left = look(node).left(timer).orElseThrow();
    orderAll(new LabOrder.Advance(Duration.ofNanos(Math.max(0, left))));
    order(node, new LabOrder.Fire(timer));
    settle();
  }

  /** Waits until nothing more happens by itself. */
  void settle() {
    Map<NodeId, Long> last = new TreeMap<>();
    await().atMost(SmallCluster.LONG).until(() -> isSettled(last));
  }

  private boolean isSettled(Map<NodeId, Long> last) {
    Map<NodeId, Long> before = new TreeMap<>(last);
    boolean quiet = true;
    for (NodeId node : ports.keySet()) {
      LabView view = look(node);
      quiet &= view.underWay() == 0;
      last.put(node, view.nextSeq());
    }
    return quiet && before.equals(last);
  }

  List<HeldMessage> waiting(NodeId node) {
    return look(node).messages();
  }

  List<HeldMessage> waiting() {
    List<HeldMessage> all = new ArrayList<>();
    ports.keySet().forEach(node -> all.addAll(waiting(node)));
    return all;
  }

  /** Releases all messages of a kind that wait at a node now; returns how many. */
  int release(NodeId node, Kind kind, Release release) {
    return release(node, each -> each.summary().kind() == kind, release);
  }

  int release(NodeId node, Predicate<HeldMessage> which, Release release) {
    List<HeldMessage> found = waiting(node).stream().filter(which).toList();
    found.forEach(each -> order(node, new LabOrder.ReleaseMessage(each.messageId(), release)));
    settle();
    return found.size();
  }

  /** Delivers once whatever waits anywhere and is of these. */
  void deliverAll(Predicate<HeldMessage> which) {
    for (NodeId node : ports.keySet()) {
      waiting(node).stream()
          .filter(which)
          .map(each -> new LabOrder.ReleaseMessage(each.messageId(), Release.DELIVER))
          .forEach(release -> order(node, release));
    }
  }

  RoleName role(NodeId node) {
    return port(node).status().raft().role();
  }

  long term(NodeId node) {
    return port(node).status().raft().term();
  }

  /** Returns what a node's trace tells of a kind. */
  <T extends TraceDetail> List<T> traced(NodeId node, Class<T> kind) {
    return port(node).pollTrace(1, 10_000, Duration.ZERO).events().stream()
        .map(TraceEvent::detail)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }
}
