package org.quorama.raft.log;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Invariants;

/**
 * What must be on disk before any message is answered [Raft Fig. 2]. Immutable.
 *
 * @param currentTerm the latest term seen, 0 before the first
 * @param votedFor who got this node's vote in that term, null if nobody
 */
public record HardState(long currentTerm, @Nullable NodeId votedFor) implements Serializable {
  /** The state of a node that was never started. */
  public static final HardState INITIAL = new HardState(0, null);

  /** Checks the range. */
  public HardState {
    Invariants.check(currentTerm >= 0, "Term %d is negative", currentTerm);
  }
}
