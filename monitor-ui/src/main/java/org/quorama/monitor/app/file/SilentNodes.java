package org.quorama.monitor.app.file;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.history.History;
import org.quorama.trace.TraceEvent;

/**
 * Tells a history the events of recorded nodes, and of whom nothing more is heard: a killed node
 * does not record its own end.
 */
final class SilentNodes {
  private static final long SILENCE_NANOS = 2_000_000_000L;
  private static final int AT_ONCE = 50;

  private static final Comparator<TraceEvent> BY_TIME =
      Comparator.comparingLong(TraceEvent::timeNanos)
          .thenComparingLong(TraceEvent::lamport)
          .thenComparing(TraceEvent::node)
          .thenComparingLong(TraceEvent::incarnation)
          .thenComparingLong(TraceEvent::seq);

  private final History history;
  private final Map<NodeId, Long> last = new TreeMap<>();

  SilentNodes(History history) {
    this.history = history;
  }

  void tell(List<TraceEvent> events) {
    List<TraceEvent> all = new ArrayList<>(events);
    all.sort(BY_TIME);
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      List<TraceEvent> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
      history.tell(some, history.latest().fold(some));
      some.forEach(event -> last.put(event.node(), event.timeNanos()));
      silence(some.get(some.size() - 1).timeNanos());
    }
  }

  private void silence(long nowNanos) {
    for (Map.Entry<NodeId, Long> node : last.entrySet()) {
      ClusterModel now = history.latest();
      boolean silent = nowNanos - node.getValue() > SILENCE_NANOS;
      if (silent && now.node(node.getKey()).isAlive()) {
        history.changed(now.reachable(node.getKey(), false));
      }
    }
  }
}
