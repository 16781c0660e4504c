package org.quorama.trace;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import org.quorama.cluster.NodeId;

/**
 * Puts the events of all nodes in one order that no message and no node contradicts; among events
 * that could come next, the one with the least Lamport clock does. Used once.
 */
final class CausalMerge {
  /** The events of a node in their order, and how many of them are out. */
  private static final class Lane {
    final List<TraceEvent> events = new ArrayList<>();
    int next;

    TraceEvent head() {
      return events.get(next);
    }
  }

  private final Map<NodeId, Lane> lanes = new TreeMap<>();

  /** The ids of all messages that were sent, and of those whose sending is out. */
  private final Set<String> sent = new HashSet<>();

  private final Set<String> out = new HashSet<>();

  /** Lanes that wait for a message, by its id. */
  private final Map<String, List<Lane>> waiting = new HashMap<>();

  private final PriorityQueue<Lane> ready =
      new PriorityQueue<>((a, b) -> MergedTrace.CAUSAL.compare(a.head(), b.head()));

  private final List<TraceEvent> merged = new ArrayList<>();

  CausalMerge(Collection<TraceEvent> events) {
    for (TraceEvent event : events) {
      lanes.computeIfAbsent(event.node(), node -> new Lane()).events.add(event);
      if (event.detail() instanceof MessageTrace.Sent message) {
        sent.add(message.messageId());
      }
    }
    lanes.values().forEach(lane -> lane.events.sort(MergedTrace.AS_HAPPENED));
  }

  List<TraceEvent> run() {
    lanes.values().forEach(CausalMerge::checkComplete);
    lanes.values().forEach(this::offer);
    while (!ready.isEmpty()) {
      Lane lane = ready.remove();
      TraceEvent event = lane.head();
      lane.next++;
      merged.add(event);
      offer(lane);
      if (event.detail() instanceof MessageTrace.Sent message) {
        out.add(message.messageId());
        List<Lane> woken = waiting.remove(message.messageId());
        if (woken != null) {
          woken.forEach(this::offer);
        }
      }
    }
    if (!waiting.isEmpty()) {
      throw new IllegalArgumentException(
          "Messages arrive before they are sent: " + waiting.keySet());
    }
    return merged;
  }

  private static void checkComplete(Lane lane) {
    long incarnation = 0;
    long seq = 0;
    for (TraceEvent event : lane.events) {
      seq = event.incarnation() == incarnation ? seq : 0;
      incarnation = event.incarnation();
      if (event.seq() != seq + 1) {
        throw new IllegalArgumentException(
            String.format(
                "The trace is incomplete: %s comes after event %d of that boot",
                MergedTrace.name(event), seq));
      }
      seq = event.seq();
    }
  }

  private void offer(Lane lane) {
    if (lane.next == lane.events.size()) {
      return;
    }
    TraceEvent event = lane.head();
    if (!(event.detail() instanceof MessageTrace.Received message)
        || out.contains(message.messageId())) {
      ready.add(lane);
    } else if (sent.contains(message.messageId())) {
      waiting.computeIfAbsent(message.messageId(), id -> new ArrayList<>()).add(lane);
    } else {
      throw new IllegalArgumentException(
          String.format(
              "%s receives message %s, which nobody sent",
              MergedTrace.name(event), message.messageId()));
    }
  }
}
