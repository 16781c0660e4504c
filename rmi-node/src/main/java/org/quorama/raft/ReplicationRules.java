package org.quorama.raft;

import java.util.List;
import java.util.OptionalLong;
import org.quorama.raft.RaftMessage.AppendEntries;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.RaftLog;

/** How logs are made equal: one method a rule [Raft §5.3]. Implementations hold no state. */
public interface ReplicationRules {
  /** Returns the rules as the paper has them. */
  static ReplicationRules standard() {
    return new StandardRules.Replication();
  }

  /**
   * Tells whether a follower may take the entries: the consistency check [Raft §5.3].
   *
   * @param log the follower's log
   * @param request of the follower's term
   */
  boolean accepts(RaftLog log, AppendEntries request);

  /**
   * Returns the first index at which the follower must remove its entries, if there is one.
   *
   * @param log the follower's log
   * @param request one that it accepts
   */
  OptionalLong firstConflict(RaftLog log, AppendEntries request);

  /**
   * Returns the entries that the follower does not have yet.
   *
   * @param log the follower's log, without a conflict
   * @param request one that it accepts
   */
  List<LogEntry> missingEntries(RaftLog log, AppendEntries request);

  /**
   * Returns the last index that an accepted request proves to be equal in both logs.
   *
   * @param log the follower's log, the entries appended
   * @param request one that it accepted
   */
  long provedMatch(RaftLog log, AppendEntries request);

  /**
   * Returns the last index, less than that of the request's prevLog, at which the logs may agree.
   *
   * @param log the follower's log
   * @param prevLog what it does not contain
   */
  long probeNext(RaftLog log, LogPosition prevLog);

  /**
   * Returns the entries of the next message to a follower.
   *
   * @param log the leader's log
   * @param nextIndex the first to send, 1-based
   * @param limits the bounds of a message
   * @return contiguous from nextIndex on; empty if the log ends before it
   */
  List<LogEntry> batch(RaftLog log, long nextIndex, RaftConfig.Limits limits);

  /**
   * Returns matchIndex of a follower after a success; replies may be late or doubled.
   *
   * @param match what is known and what the reply says
   */
  default long matchIndex(Match match) {
    // "Increases monotonically" [Raft Fig. 2].
    return Math.max(match.known(), match.proved());
  }

  /**
   * How far a follower's log matches.
   *
   * @param known matchIndex until now
   * @param proved what a reply proves
   */
  record Match(long known, long proved) {}
}
