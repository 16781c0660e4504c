package org.quorama.raft;

import java.util.Optional;
import org.quorama.cluster.NodeId;

/** What became of a request to read. A read that fails has no effect and may be tried again. */
public sealed interface ReadOutcome {
  /**
   * The state machine may be read now.
   *
   * @param readIndex the commitIndex when the request arrived, at least; it is applied
   */
  record Ready(long readIndex) implements ReadOutcome {}

  /**
   * This node is no leader, or stopped being it before a quorum confirmed the read.
   *
   * @param hint who may be the leader
   */
  record NotLeader(Optional<NodeId> hint) implements ReadOutcome {}

  /** The leader takes no more reads for now. */
  record Overloaded() implements ReadOutcome {}
}
