package org.quorama.raft.log;

import java.io.Serializable;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.Invariants;

/**
 * The state machine at one index: it stands for all entries up to there [Raft §7]. Immutable.
 *
 * @param lastIncluded the last entry that it replaces [Raft Fig. 13]
 * @param membership the latest as of that entry; its own index may be smaller
 * @param state what the replicated state machine restores itself from
 */
public record Snapshot(LogPosition lastIncluded, Membership membership, Bytes state)
    implements Serializable {
  /** Checks that it replaces something. */
  public Snapshot {
    Invariants.check(
        lastIncluded.index() >= 1 && membership.index() <= lastIncluded.index(),
        "A snapshot of %s cannot hold the membership of %d",
        lastIncluded,
        membership.index());
  }

  /** Returns the index of the last entry that it replaces. */
  public long index() {
    return lastIncluded.index();
  }
}
