package org.quorama.monitor.model.look;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.Flight;
import org.quorama.trace.MessageTrace.Kind;
import org.quorama.trace.MessageTrace.Summary;

/**
 * What is sent all the time, counted: heartbeats, reports and what answers nothing but them.
 * Immutable.
 *
 * @param routine the ids of the messages
 * @param perSecond how many a second go from a node to another
 */
public record Beats(Set<String> routine, Map<Way, Long> perSecond) {
  /** Above so many a second in all they are counted together instead of drawn one by one. */
  public static final int TOGETHER = 20;

  private static final long SECOND_NANOS = 1_000_000_000L;

  /**
   * From whom to whom.
   *
   * @param from who sends
   * @param to who hears
   */
  public record Way(NodeId from, NodeId to) implements Comparable<Way> {
    @Override
    public int compareTo(Way other) {
      int first = from.compareTo(other.from);
      return first == 0 ? to.compareTo(other.to) : first;
    }
  }

  /** Makes them read-only. */
  public Beats {
    routine = Collections.unmodifiableSet(routine);
    perSecond = Collections.unmodifiableMap(perSecond);
  }

  /**
   * Counts.
   *
   * @param flights the latest messages, oldest first
   * @param nowNanos the present, on the clock of the trace
   */
  public static Beats of(List<Flight> flights, long nowNanos) {
    Set<String> routine = routine(flights);
    long from = nowNanos - SECOND_NANOS;
    long oldest = flights.isEmpty() ? nowNanos : Math.max(from, flights.get(0).sentNanos());
    long span = Math.max(SECOND_NANOS / 10, nowNanos - oldest);
    TreeMap<Way, Long> counts = new TreeMap<>();
    for (Flight flight : flights) {
      if (flight.sentNanos() > from && !flight.isReply() && routine.contains(flight.messageId())) {
        counts.merge(new Way(flight.from(), flight.to()), 1L, Long::sum);
      }
    }
    counts.replaceAll((way, count) -> Math.max(1, count * SECOND_NANOS / span));
    return new Beats(routine, counts);
  }

  private static Set<String> routine(List<Flight> flights) {
    Map<String, Boolean> onlyHeartbeats = new HashMap<>();
    Set<String> routine = new HashSet<>();
    for (Flight flight : flights) {
      Summary it = flight.summary();
      boolean is = it.kind() == Kind.HEARTBEAT || it.kind() == Kind.REPORT;
      if (it.kind() == Kind.HEARTBEAT || it.kind() == Kind.APPEND_ENTRIES) {
        onlyHeartbeats.merge(round(it, flight.from(), flight.to()), is, Boolean::logicalAnd);
      } else if (it.kind() == Kind.APPEND_ENTRIES_REPLY && it.positive()) {
        is = onlyHeartbeats.getOrDefault(round(it, flight.to(), flight.from()), false);
      }
      if (is || it.kind() == Kind.ORDERS) {
        routine.add(flight.messageId());
      }
    }
    return routine;
  }

  private static String round(Summary summary, NodeId leader, NodeId follower) {
    return leader + ">" + follower + ":" + summary.term() + ":" + summary.round();
  }

  /** Returns true if they are so many that they are better counted together. */
  public boolean areMany() {
    return perSecond.values().stream().mapToLong(Long::longValue).sum() > TOGETHER;
  }
}
