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

/**
 * What is sent too often to be seen one by one, counted: heartbeats and reports where many of them
 * are sent in all, and other questions where many of a kind go one way. What is refused, lost or
 * about an election never is. Immutable.
 *
 * @param counted the ids of the messages, with those that only say yes to them
 * @param perSecond how many of each letter a second go from a node to another
 */
public record Streams(Set<String> counted, Map<Way, Map<String, Long>> perSecond) {
  /** Above so many heartbeats and reports a second in all they are counted. */
  public static final int ROUTINE = 20;

  /** Above so many other messages of a letter a second on a way they are counted. */
  public static final int ON_A_WAY = 10;

  /** The letter of all that is routine. */
  public static final String HEARTBEAT = "H";

  private static final Set<String> ELECTIONS = Set.of("V", "T");
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

  /**
   * What belongs together: questions of a letter on a way, and what says yes to them.
   *
   * @param way of the questions
   * @param letter H of all that is routine
   */
  private record Kin(Way way, String letter) {
    static Kin of(Flight flight, boolean isRoutine) {
      Way asked =
          flight.isReply()
              ? new Way(flight.to(), flight.from())
              : new Way(flight.from(), flight.to());
      return new Kin(asked, isRoutine ? HEARTBEAT : flight.glyph());
    }

    boolean isRoutine() {
      return letter.equals(HEARTBEAT);
    }
  }

  /** Makes them read-only. */
  public Streams {
    counted = Collections.unmodifiableSet(counted);
    perSecond = Collections.unmodifiableMap(perSecond);
  }

  /**
   * Counts.
   *
   * @param flights the latest messages, oldest first
   * @param nowNanos the present, on the clock of the trace
   */
  public static Streams of(List<Flight> flights, long nowNanos) {
    Set<String> routine = routine(flights);
    Map<Kin, Long> many = rates(flights, routine, nowNanos);
    long beats = many.entrySet().stream().mapToLong(Streams::routineIn).sum();
    many.entrySet()
        .removeIf(kin -> kin.getKey().isRoutine() ? beats <= ROUTINE : kin.getValue() <= ON_A_WAY);
    Set<String> counted = new HashSet<>();
    for (Flight flight : flights) {
      boolean isRoutine = routine.contains(flight.messageId());
      if (!isLost(flight)
          && (isRoutine || !isRefused(flight))
          && many.containsKey(Kin.of(flight, isRoutine))) {
        counted.add(flight.messageId());
      }
    }
    TreeMap<Way, Map<String, Long>> told = new TreeMap<>();
    many.forEach(
        (kin, rate) ->
            told.computeIfAbsent(kin.way(), way -> new TreeMap<>()).put(kin.letter(), rate));
    return new Streams(counted, told);
  }

  private static boolean isLost(Flight flight) {
    return flight.fate() == Flight.Fate.DROPPED;
  }

  private static boolean isRefused(Flight flight) {
    return flight.isReply() && !flight.summary().positive();
  }

  private static long routineIn(Map.Entry<Kin, Long> kin) {
    return kin.getKey().isRoutine() ? kin.getValue() : 0;
  }

  /** How many questions a second arrived lately, but for those of elections. */
  private static Map<Kin, Long> rates(List<Flight> flights, Set<String> routine, long nowNanos) {
    long from = nowNanos - SECOND_NANOS;
    long oldest = flights.isEmpty() ? nowNanos : Math.max(from, flights.get(0).sentNanos());
    long span = Math.max(SECOND_NANOS / 10, nowNanos - oldest);
    Map<Kin, Long> rates = new HashMap<>();
    for (Flight flight : flights) {
      boolean counts = !flight.isReply() && !isLost(flight) && !ELECTIONS.contains(flight.glyph());
      if (counts && flight.sentNanos() > from) {
        rates.merge(Kin.of(flight, routine.contains(flight.messageId())), 1L, Long::sum);
      }
    }
    rates.replaceAll((kin, count) -> Math.max(1, count * SECOND_NANOS / span));
    return rates;
  }

  private static Set<String> routine(List<Flight> flights) {
    Routine known = new Routine();
    Set<String> routine = new HashSet<>();
    for (Flight flight : flights) {
      if (known.includes(flight.from(), flight.to(), flight.summary())) {
        routine.add(flight.messageId());
      }
    }
    return routine;
  }
}
