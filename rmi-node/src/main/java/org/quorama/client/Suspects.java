package org.quorama.client;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.MonotonicTime;

/** Nodes that failed a transfer a moment ago; forgiven after a while. Thread-safe. */
final class Suspects {
  private static final Duration FORGIVEN_AFTER = Duration.ofSeconds(5);

  private final ClientClock clock;
  private final Map<NodeId, MonotonicTime> failedAt = new TreeMap<>();

  Suspects(ClientClock clock) {
    this.clock = clock;
  }

  synchronized void addAll(Collection<NodeId> nodes) {
    nodes.forEach(node -> failedAt.put(node, clock.now()));
  }

  synchronized void forgive() {
    failedAt.clear();
  }

  /** Returns those that failed lately, by id. */
  synchronized List<NodeId> list() {
    MonotonicTime now = clock.now();
    failedAt.values().removeIf(at -> now.since(at).compareTo(FORGIVEN_AFTER) > 0);
    return List.copyOf(failedAt.keySet());
  }
}
