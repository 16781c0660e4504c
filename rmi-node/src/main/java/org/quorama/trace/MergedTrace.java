package org.quorama.trace;

import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Stream;

/** The traces of several nodes as one. */
public final class MergedTrace {
  /**
   * Causes before effects: by Lamport clock; events that no message orders by node, then as they
   * happened there.
   */
  public static final Comparator<TraceEvent> CAUSAL =
      Comparator.comparingLong(TraceEvent::lamport)
          .thenComparing(TraceEvent::node)
          .thenComparingLong(TraceEvent::incarnation)
          .thenComparingLong(TraceEvent::seq);

  private MergedTrace() {}

  /**
   * Returns all events in causal order.
   *
   * @param traces the events of each node
   */
  public static Stream<TraceEvent> of(Collection<? extends Collection<TraceEvent>> traces) {
    return traces.stream().flatMap(Collection::stream).sorted(CAUSAL);
  }
}
