package org.quorama.simulation.check;

import org.jspecify.annotations.Nullable;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogEntry;

/** What a crash would leave of a node's Raft, now. */
public interface DurableDisk {
  /** Returns the term and vote that would survive. */
  HardState durableHardState();

  /**
   * Returns the entry that would survive at an index, null if there is none.
   *
   * @param index 1-based
   */
  @Nullable LogEntry durableEntry(long index);

  /** Returns the last index that the snapshot which would survive replaces, 0 without one. */
  long durableSnapshotIndex();
}
