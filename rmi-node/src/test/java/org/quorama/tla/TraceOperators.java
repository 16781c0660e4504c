package org.quorama.tla;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.quorama.cluster.NodeId;
import tlc2.overrides.TLAPlusOperator;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.Value;

/**
 * The operators of {@code RaftTrace.tla} that are Java: what to judge, and how far it went. TLC
 * finds them by their class, so they share what {@link #begin} sets; one run at a time.
 */
public final class TraceOperators {
  private static final AtomicInteger REACHED = new AtomicInteger();
  private static volatile List<TraceLine> lines = List.of();
  private static volatile List<NodeId> nodes = List.of();
  private static volatile List<NodeId> voters = List.of();

  private TraceOperators() {}

  static void begin(List<NodeId> all, List<NodeId> firstVoters, List<TraceLine> trace) {
    nodes = all;
    voters = firstVoters;
    lines = trace;
    REACHED.set(0);
  }

  /** Returns how many lines were taken. */
  static int reached() {
    return REACHED.get();
  }

  /**
   * Returns the lines of the trace, its nodes, or the voters that it began with.
   *
   * @param what {@code lines}, {@code nodes} or {@code voters}
   */
  @TLAPlusOperator(identifier = "ReadTrace", module = "RaftTrace", warn = false)
  public static Value readTrace(StringValue what) {
    return switch (what.val.toString()) {
      case "nodes" -> TlaValues.ofNodes(nodes);
      case "voters" -> TlaValues.ofNodes(voters);
      default -> TlaValues.ofLines(lines);
    };
  }

  /**
   * Notes that a line was taken.
   *
   * @param line which, from 1
   */
  @TLAPlusOperator(identifier = "Reached", module = "RaftTrace", warn = false)
  public static BoolValue reached(IntValue line) {
    REACHED.accumulateAndGet(line.val, Math::max);
    return BoolValue.ValTrue;
  }
}
