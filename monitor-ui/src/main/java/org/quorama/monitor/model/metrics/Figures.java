package org.quorama.monitor.model.metrics;

import java.util.List;
import java.util.Map;
import org.quorama.cluster.NodeId;
import org.quorama.trace.MessageTrace;

/**
 * The figures of a window of time, in steps of equal length, oldest first. A step of which nothing
 * is known is NaN. Immutable.
 *
 * @param endNanos when the window ends, on the clock of the trace
 * @param stepNanos how long a step is
 * @param steps how many steps there are
 * @param committed entries committed a second, by the leader of the time
 * @param applied entries applied a second, by node
 * @param latency how long entries took on their leader until they were committed
 * @param messages messages sent a second, by what they are about
 * @param bytes bytes of file data and snapshots sent a second, by node
 * @param elections who campaigned and who won, oldest first
 * @param sent how many messages of each kind each node sent in the window
 */
public record Figures(
    long endNanos,
    long stepNanos,
    int steps,
    List<Double> committed,
    Map<NodeId, List<Double>> applied,
    Latency latency,
    Map<Traffic, List<Double>> messages,
    Map<NodeId, List<Double>> bytes,
    List<Election> elections,
    Map<MessageTrace.Kind, Map<NodeId, Integer>> sent) {
  /**
   * How long it took, in milliseconds. Immutable.
   *
   * @param median what half of all took at most
   * @param worst what 99 of 100 took at most
   */
  public record Latency(List<Double> median, List<Double> worst) {}

  /**
   * Somebody campaigned or won. Immutable.
   *
   * @param node who
   * @param timeNanos when, on the clock of the trace
   * @param term in which term
   * @param isWon whether it won
   */
  public record Election(NodeId node, long timeNanos, long term, boolean isWon) {}

  /** Returns true if nothing happened in the window. */
  public boolean isEmpty() {
    return committed.stream().allMatch(value -> value.isNaN()) && elections.isEmpty();
  }
}
