package org.quorama.trace;

import java.io.Serializable;
import org.quorama.cluster.NodeId;

/**
 * One thing that happened on one node. Immutable.
 *
 * @param node where it happened
 * @param incarnation the node's boot count, from 1
 * @param seq the node's event count in this boot, from 1, without gaps
 * @param lamport the node's Lamport clock at the event
 * @param timeNanos the host's clock: of a live node the wall clock's nanoseconds since 1970, of a
 *     simulated one virtual time since the start
 * @param state what the node believed just after the event
 * @param detail what happened
 */
public record TraceEvent(
    NodeId node,
    long incarnation,
    long seq,
    long lamport,
    long timeNanos,
    RaftSummary state,
    TraceDetail detail)
    implements Serializable {
  /** Returns the event without what only a replay needs, which is large. */
  public TraceEvent light() {
    if (detail instanceof NodeTrace.InputTaken taken) {
      return with(new NodeTrace.InputTaken(taken.core(), taken.nanos(), taken.check(), ""));
    } else if (detail instanceof NodeTrace.CoresMade made) {
      return with(new NodeTrace.CoresMade(made.piece(), made.pieces(), made.check(), ""));
    }
    return this;
  }

  private TraceEvent with(TraceDetail other) {
    return new TraceEvent(node, incarnation, seq, lamport, timeNanos, state, other);
  }
}
