package org.quorama.lab.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.quorama.cluster.NodeId;
import org.quorama.remote.NodePort;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.lab.LabView;
import org.quorama.trace.TraceBatch;
import org.quorama.trace.TraceEvent;

/** Reads what is new in the traces of all nodes, in turn. Confined to one thread. */
final class TraceNews {
  private static final Duration GLANCE = Duration.ofMillis(10);
  private static final int MOST = 5_000;

  private final ClusterSession session;

  /** The number of the next event of each node that is read. */
  private final Map<NodeId, Long> places = new TreeMap<>();

  /** Reads from where the nodes are now. */
  TraceNews(ClusterSession session, Collection<LabView> from) {
    this.session = session;
    from.forEach(view -> places.put(view.node(), view.nextSeq()));
  }

  /** Returns the first event that is waited for, nothing if it does not come in time. */
  Optional<TraceEvent> await(Predicate<TraceEvent> event, Duration atMost) {
    long limit = System.nanoTime() + atMost.toNanos();
    Optional<TraceEvent> found = Optional.empty();
    while (found.isEmpty() && System.nanoTime() < limit) {
      found =
          places.keySet().stream()
              .flatMap(node -> read(node).events().stream())
              .filter(event)
              .findFirst();
    }
    return found;
  }

  private TraceBatch read(NodeId node) {
    long from = places.getOrDefault(node, 1L);
    try {
      NodePort port =
          session.connector().connect(Objects.requireNonNull(session.nodes().get(node)));
      TraceBatch batch = port.pollTrace(from, MOST, GLANCE);
      places.put(node, batch.nextSeq());
      return batch;
    } catch (NodeUnreachableException e) {
      return new TraceBatch(0, List.of(), from, 0);
    }
  }
}
