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
 *
 * <p>What a killed node said last may be lost. Then each node is followed as long as nothing that
 * it does hangs on what is lost: to the first message from there, and to a boot behind it.
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

  /** What is known of one boot of a node, whose messages are numbered. */
  private static final class BootOfNode {
    boolean ended;
    long lastMessage;
  }

  private final Map<NodeId, Lane> lanes = new TreeMap<>();

  /** By the beginning of the ids of its messages. */
  private final Map<String, BootOfNode> boots = new HashMap<>();

  /** Whether the last events of a boot that did not end in good order may be missing. */
  private final boolean mayBeCut;

  /** The ids of all messages that were sent, and of those whose sending is out. */
  private final Set<String> sent = new HashSet<>();

  private final Set<String> out = new HashSet<>();

  /** Lanes that wait for a message, by its id. */
  private final Map<String, List<Lane>> waiting = new HashMap<>();

  private final PriorityQueue<Lane> ready =
      new PriorityQueue<>((a, b) -> MergedTrace.CAUSAL.compare(a.head(), b.head()));

  private final List<TraceEvent> merged = new ArrayList<>();

  /** Whether a node was not followed to its end, so that others may wait for it. */
  private boolean stoppedAtCut;

  CausalMerge(Collection<TraceEvent> events, boolean mayBeCut) {
    this.mayBeCut = mayBeCut;
    for (TraceEvent event : events) {
      lanes.computeIfAbsent(event.node(), node -> new Lane()).events.add(event);
      BootOfNode boot = boots.computeIfAbsent(bootOf(event), name -> new BootOfNode());
      boot.ended |= isEnd(event);
      if (event.detail() instanceof MessageTrace.Sent message) {
        sent.add(message.messageId());
        boot.lastMessage = Math.max(boot.lastMessage, numberOf(message.messageId()));
      }
    }
    lanes.values().forEach(lane -> lane.events.sort(MergedTrace.AS_HAPPENED));
  }

  private static String bootOf(TraceEvent event) {
    return event.node().value() + ":" + event.incarnation();
  }

  private static boolean isEnd(TraceEvent event) {
    return event.detail() instanceof NodeTrace.Stopped
        || event.detail() instanceof NodeTrace.Killed;
  }

  /** Returns the number of a message within its boot, 0 if the id has none. */
  private static long numberOf(String messageId) {
    String number = messageId.substring(messageId.lastIndexOf(':') + 1);
    return number.matches("\\d{1,18}") ? Long.parseLong(number) : 0;
  }

  /** Tells whether a message, sent by nobody, was sent after all that is known of a cut boot. */
  private boolean isCutOff(MessageTrace.Received message) {
    String id = message.messageId();
    BootOfNode boot = boots.get(id.substring(0, Math.max(0, id.lastIndexOf(':'))));
    return mayBeCut && boot != null && !boot.ended && numberOf(id) > boot.lastMessage;
  }

  /** Tells whether something may be missing between the event before and the next. */
  private boolean followsCut(Lane lane) {
    TraceEvent before = lane.next == 0 ? lane.head() : lane.events.get(lane.next - 1);
    return mayBeCut && before.incarnation() != lane.head().incarnation() && !isEnd(before);
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
    if (!waiting.isEmpty() && !stoppedAtCut) {
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
    if (followsCut(lane)) {
      stoppedAtCut = true;
      return;
    }
    TraceEvent event = lane.head();
    if (!(event.detail() instanceof MessageTrace.Received message)
        || out.contains(message.messageId())) {
      ready.add(lane);
    } else if (sent.contains(message.messageId())) {
      waiting.computeIfAbsent(message.messageId(), id -> new ArrayList<>()).add(lane);
    } else if (isCutOff(message)) {
      stoppedAtCut = true;
    } else {
      throw new IllegalArgumentException(
          String.format(
              "%s receives message %s, which nobody sent",
              MergedTrace.name(event), message.messageId()));
    }
  }
}
