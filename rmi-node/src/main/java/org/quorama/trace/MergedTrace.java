package org.quorama.trace;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The traces of several nodes as one. */
public final class MergedTrace {
  /** The events of one node as they happened there, boot after boot. */
  static final Comparator<TraceEvent> AS_HAPPENED =
      Comparator.comparingLong(TraceEvent::incarnation).thenComparingLong(TraceEvent::seq);

  /**
   * Causes before effects: by Lamport clock; events that no message orders by node, then as they
   * happened there. A boot begins its clock anew, so this says nothing of events of two boots.
   */
  public static final Comparator<TraceEvent> CAUSAL =
      Comparator.comparingLong(TraceEvent::lamport)
          .thenComparing(TraceEvent::node)
          .thenComparing(AS_HAPPENED);

  private MergedTrace() {}

  /**
   * Returns all events in causal order, as far as the Lamport clocks tell it.
   *
   * @param traces the events of each node
   */
  public static Stream<TraceEvent> of(Collection<? extends Collection<TraceEvent>> traces) {
    return traces.stream().flatMap(Collection::stream).sorted(CAUSAL);
  }

  /**
   * Returns all events in an order that neither a message nor a node contradicts, boots included;
   * for checkers that follow causes.
   *
   * @param events those of all nodes, in any order
   * @throws IllegalArgumentException if events of a boot are missing between others, or a message
   *     is received that nobody sent; the message names the event
   */
  public static List<TraceEvent> complete(Collection<TraceEvent> events) {
    return new CausalMerge(events, false).run();
  }

  /**
   * Returns the events of a run in which nodes were killed, ordered as by {@link #complete}, as far
   * as they hang on nothing that may be lost: the last events of a boot that did not end in good
   * order.
   *
   * @param events those of all nodes, in any order
   * @throws IllegalArgumentException if other events are missing; the message names the event
   */
  public static List<TraceEvent> untilLost(Collection<TraceEvent> events) {
    return new CausalMerge(events, true).run();
  }

  /**
   * Returns what names an event in a run: {@code Durable n1:2:17}, its kind, node, boot and seq.
   *
   * @param event which
   */
  public static String name(TraceEvent event) {
    return String.format(
        "%s %s:%d:%d", event.detail().kind(), event.node(), event.incarnation(), event.seq());
  }
}
