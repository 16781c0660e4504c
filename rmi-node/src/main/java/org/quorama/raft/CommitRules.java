package org.quorama.raft;

import java.util.List;
import org.quorama.raft.RaftMessage.AppendEntries;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.Membership;
import org.quorama.raft.log.RaftLog;

/** When an entry is committed: one method a rule [Raft §5.4]. Implementations hold no state. */
public interface CommitRules {
  /** Returns the rules as the paper has them. */
  static CommitRules standard() {
    return new StandardRules.Commit();
  }

  /**
   * Returns the commitIndex of a leader [Raft §5.4.2].
   *
   * @param log the leader's log
   * @param currentTerm the leader's term
   * @param matchIndex how far each voter durably holds the leader's log, the leader included
   * @param commitIndex the leader's commitIndex until now
   * @return at least the commitIndex until now
   */
  long commitIndexOfLeader(RaftLog log, long currentTerm, List<Long> matchIndex, long commitIndex);

  /**
   * Returns the commitIndex of a follower [Raft Fig. 2].
   *
   * @param log the follower's log, the request's entries appended
   * @param request one that it accepted
   * @param commitIndex its commitIndex until now
   * @return at least the commitIndex until now
   */
  long commitIndexOfFollower(RaftLog log, AppendEntries request, long commitIndex);

  /**
   * Tells whether a leader has committed an entry of its own term: before, it may not change the
   * membership, the rule that the first publication lacked [Dissertation §4.1].
   *
   * @param commitIndex the leader's commitIndex
   * @param noOp the no-op that opened its term
   */
  default boolean hasCommittedOwnEntry(long commitIndex, LogPosition noOp) {
    return commitIndex >= noOp.index();
  }

  /**
   * Tells whether the membership in effect is committed, so that the next may follow [Dissertation
   * §4.1].
   *
   * @param commitIndex the leader's commitIndex
   * @param present the membership in effect
   */
  default boolean isSettled(long commitIndex, Membership present) {
    return present.index() <= commitIndex;
  }
}
