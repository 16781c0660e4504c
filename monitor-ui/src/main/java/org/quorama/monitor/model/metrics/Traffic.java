package org.quorama.monitor.model.metrics;

import org.quorama.trace.MessageTrace;

/** What messages are about. */
public enum Traffic {
  /** Votes and pre-votes. */
  ELECTION,
  /** AppendEntries without entries. */
  HEARTBEAT,
  /** AppendEntries with entries, and snapshots. */
  REPLICATION,
  /** Replies of Raft. */
  REPLY,
  /** Chunks: leases, data, mutations, reports, repair. */
  FILES;

  /**
   * Returns what a message is about.
   *
   * @param kind of the message
   */
  public static Traffic of(MessageTrace.Kind kind) {
    return switch (kind) {
      case REQUEST_VOTE,
          REQUEST_VOTE_REPLY,
          PRE_VOTE,
          PRE_VOTE_REPLY,
          TIMEOUT_NOW,
          TIMEOUT_NOW_REPLY ->
          ELECTION;
      case HEARTBEAT -> HEARTBEAT;
      case APPEND_ENTRIES, INSTALL_SNAPSHOT -> REPLICATION;
      case APPEND_ENTRIES_REPLY, INSTALL_SNAPSHOT_REPLY -> REPLY;
      default -> FILES;
    };
  }
}
