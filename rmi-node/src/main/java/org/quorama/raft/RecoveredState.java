package org.quorama.raft;

import java.util.List;

/**
 * What a node's disk held when it started. Immutable.
 *
 * @param hardState the durable term and vote
 * @param log the durable entries from index 1, contiguous
 */
public record RecoveredState(HardState hardState, List<LogEntry> log) {
  /** The state of a node that was never started. */
  public static final RecoveredState EMPTY = new RecoveredState(HardState.INITIAL, List.of());

  /** Copies the log. */
  public RecoveredState {
    log = List.copyOf(log);
  }
}
