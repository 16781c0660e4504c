package org.quorama.lab.spacetime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import org.quorama.cluster.NodeId;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.TraceEvent;

/**
 * Puts the events of all nodes in one order that no message and no node contradicts; among events
 * that could come next, the earlier by its host's clock does. Unlike {@link
 * org.quorama.trace.MergedTrace} it bears gaps: a message that nobody is known to have sent is
 * waited for by nobody. Used once.
 */
final class CausalOrder {
  private static final Comparator<TraceEvent> AS_HAPPENED =
      Comparator.comparingLong(TraceEvent::incarnation).thenComparingLong(TraceEvent::seq);
  private static final Comparator<Lane> EARLIEST =
      Comparator.comparingLong((Lane lane) -> lane.head().timeNanos())
          .thenComparingLong(lane -> lane.head().lamport())
          .thenComparing(lane -> lane.head().node());

  /** The events of a node as they happened there, and how many of them are out. */
  private static final class Lane {
    final List<TraceEvent> events = new ArrayList<>();
    int next;

    TraceEvent head() {
      return events.get(next);
    }
  }

  private final Map<NodeId, Lane> lanes = new TreeMap<>();
  private final Set<String> notYetSent = new HashSet<>();
  private final Map<String, List<Lane>> waiting = new HashMap<>();
  private final PriorityQueue<Lane> ready = new PriorityQueue<>(EARLIEST);
  private final List<TraceEvent> ordered = new ArrayList<>();

  private CausalOrder(Collection<TraceEvent> events) {
    for (TraceEvent event : events) {
      lanes.computeIfAbsent(event.node(), node -> new Lane()).events.add(event);
      if (event.detail() instanceof MessageTrace.Sent message) {
        notYetSent.add(message.messageId());
      }
    }
    lanes.values().forEach(lane -> lane.events.sort(AS_HAPPENED));
  }

  static List<TraceEvent> of(Collection<TraceEvent> events) {
    return new CausalOrder(events).run();
  }

  private List<TraceEvent> run() {
    lanes.values().forEach(this::offer);
    while (!ready.isEmpty() || freeOne()) {
      take(ready.remove());
    }
    return ordered;
  }

  private void take(Lane lane) {
    TraceEvent event = lane.head();
    lane.next++;
    ordered.add(event);
    if (event.detail() instanceof MessageTrace.Sent message) {
      notYetSent.remove(message.messageId());
      List<Lane> woken = waiting.remove(message.messageId());
      if (woken != null) {
        ready.addAll(woken);
      }
    }
    offer(lane);
  }

  private void offer(Lane lane) {
    if (lane.next == lane.events.size()) {
      return;
    }
    if (lane.head().detail() instanceof MessageTrace.Received message
        && notYetSent.contains(message.messageId())) {
      waiting.computeIfAbsent(message.messageId(), id -> new ArrayList<>()).add(lane);
    } else {
      ready.add(lane);
    }
  }

  /** Lets go on what waits in a circle, which only a damaged trace has. */
  private boolean freeOne() {
    waiting.values().forEach(ready::addAll);
    waiting.clear();
    return !ready.isEmpty();
  }
}
