package org.quorama.raft.log;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node's disk held when it started. Immutable.
 *
 * @param hardState the durable term and vote
 * @param snapshot the latest durable snapshot, null if there is none
 * @param log the durable entries behind the snapshot, or from index 1, contiguous
 */
public record RecoveredState(HardState hardState, @Nullable Snapshot snapshot, List<LogEntry> log)
    implements Serializable {
  /** The state of a node that was never started. */
  public static final RecoveredState EMPTY = new RecoveredState(HardState.INITIAL, null, List.of());

  /** Copies the log. */
  public RecoveredState {
    log = List.copyOf(log);
  }

  /**
   * Returns the state of a node without a snapshot.
   *
   * @param hardState the durable term and vote
   * @param log the durable entries from index 1
   */
  public static RecoveredState of(HardState hardState, List<LogEntry> log) {
    return new RecoveredState(hardState, null, log);
  }
}
