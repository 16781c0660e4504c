package org.quorama.monitor.model.metrics;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RoleName;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceEvent;

/**
 * Counts what happens, half a second at a time, for the latest two hours. Thread-safe. Memory is
 * bounded; the oldest is forgotten.
 */
public final class MetricsFold {
  static final long SLOT_NANOS = 500_000_000L;
  private static final int MAX_SLOTS = 14_400;
  private static final int MAX_ELECTIONS = 10_000;
  private static final int MAX_PENDING = 10_000;

  private final TreeMap<Long, Slot> slots = new TreeMap<>();
  private final ArrayDeque<Figures.Election> elections = new ArrayDeque<>();
  private final Map<NodeId, ArrayDeque<Append>> pending = new HashMap<>();
  private long highestCommit;

  /** What a leader added to its log, and when. */
  private record Append(long lastIndex, long timeNanos, int entries) {}

  /** Half a second of all nodes. */
  static final class Slot {
    final Map<NodeId, Tally> nodes = new TreeMap<>();
    final Latencies latencies = new Latencies();
  }

  /**
   * Takes the next events.
   *
   * @param events in the order of their arrival
   */
  public synchronized void tell(List<TraceEvent> events) {
    events.forEach(this::tell);
    while (slots.size() > MAX_SLOTS) {
      slots.pollFirstEntry();
    }
  }

  private void tell(TraceEvent event) {
    Slot slot =
        slots.computeIfAbsent(Math.floorDiv(event.timeNanos(), SLOT_NANOS), at -> new Slot());
    Tally tally = slot.nodes.computeIfAbsent(event.node(), node -> new Tally());
    if (event.detail() instanceof MessageTrace.Sent sent) {
      MessageTrace.Summary summary = sent.summary();
      tally.send(summary.kind());
      tally.bytes += carriesBytes(summary.kind()) ? summary.entries() : 0;
    } else if (event.detail() instanceof RaftTrace raft) {
      raft(event, raft, slot, tally);
    }
  }

  /** The others tell how many entries or replicas they carry. */
  private static boolean carriesBytes(MessageTrace.Kind kind) {
    return kind == MessageTrace.Kind.PUSH
        || kind == MessageTrace.Kind.MUTATE
        || kind == MessageTrace.Kind.INSTALL_SNAPSHOT;
  }

  private void raft(TraceEvent event, RaftTrace raft, Slot slot, Tally tally) {
    if (raft instanceof RaftTrace.Applied) {
      tally.applied++;
    } else if (raft instanceof RaftTrace.CommitAdvanced commit) {
      committed(event, commit.commitIndex(), slot, tally);
    } else if (raft instanceof RaftTrace.Appended appended && isOfLeader(event)) {
      ArrayDeque<Append> waiting =
          pending.computeIfAbsent(event.node(), node -> new ArrayDeque<>());
      waiting.add(
          new Append(event.state().lastIndex(), event.timeNanos(), appended.entries().size()));
      if (waiting.size() > MAX_PENDING) {
        waiting.removeFirst();
      }
    } else if (raft instanceof RaftTrace.BecameCandidate) {
      election(event, false);
    } else if (raft instanceof RaftTrace.BecameLeader) {
      election(event, true);
    }
  }

  private static boolean isOfLeader(TraceEvent event) {
    return event.state().role() == RoleName.LEADER;
  }

  private void election(TraceEvent event, boolean isWon) {
    pending.remove(event.node());
    elections.add(
        new Figures.Election(event.node(), event.timeNanos(), event.state().term(), isWon));
    if (elections.size() > MAX_ELECTIONS) {
      elections.removeFirst();
    }
  }

  private void committed(TraceEvent event, long commitIndex, Slot slot, Tally tally) {
    if (!isOfLeader(event)) {
      return;
    }
    tally.committed += (int) Math.max(0, commitIndex - highestCommit);
    highestCommit = Math.max(highestCommit, commitIndex);
    ArrayDeque<Append> waiting = pending.getOrDefault(event.node(), new ArrayDeque<>());
    while (!waiting.isEmpty() && waiting.getFirst().lastIndex() <= commitIndex) {
      Append append = waiting.removeFirst();
      slot.latencies.add(event.timeNanos() - append.timeNanos(), append.entries());
    }
  }

  /**
   * Returns the figures of a window.
   *
   * @param endNanos when it ends, on the clock of the trace
   * @param window how long it is
   */
  public synchronized Figures figures(long endNanos, Span window) {
    return new WindowOf(slots, endNanos, window).figures(List.copyOf(elections));
  }

  /**
   * How long a window is. Immutable.
   *
   * @param seconds in all
   * @param slotsPerStep how many half seconds make a step
   */
  public record Span(int seconds, int slotsPerStep) {
    /** The windows that a person can choose. */
    public static final List<Span> ALL =
        List.of(new Span(30, 1), new Span(120, 2), new Span(600, 10), new Span(3600, 60));

    int steps() {
      return seconds * 2 / slotsPerStep;
    }
  }
}
