package org.quorama.simulation.mutant;

import java.util.Comparator;
import java.util.List;
import org.quorama.raft.CommitRules;
import org.quorama.raft.RaftMessage.AppendEntries;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.Membership;
import org.quorama.raft.log.RaftLog;

/** Commit rules with one wrong method each. */
class WrongCommits implements CommitRules {
  private final CommitRules right = CommitRules.standard();

  @Override
  public long commitIndexOfLeader(
      RaftLog log, long currentTerm, List<Long> matchIndex, long commitIndex) {
    return right.commitIndexOfLeader(log, currentTerm, matchIndex, commitIndex);
  }

  @Override
  public long commitIndexOfFollower(RaftLog log, AppendEntries request, long commitIndex) {
    return right.commitIndexOfFollower(log, request, commitIndex);
  }

  /** Commits whatever a majority holds, of whatever term [Raft Fig. 8]. */
  static final class ByCounting extends WrongCommits {
    @Override
    public long commitIndexOfLeader(
        RaftLog log, long currentTerm, List<Long> matchIndex, long commitIndex) {
      List<Long> descending = matchIndex.stream().sorted(Comparator.reverseOrder()).toList();
      return Math.max(commitIndex, descending.get(matchIndex.size() / 2));
    }
  }

  /** Commits what the follower holds, whether the leader proved it or not. */
  static final class ToLastIndex extends WrongCommits {
    @Override
    public long commitIndexOfFollower(RaftLog log, AppendEntries request, long commitIndex) {
      return Math.max(commitIndex, Math.min(request.leaderCommit(), log.lastIndex()));
    }
  }

  /** Lets a leader change the membership at once: the mistake of the first publication. */
  static final class ChangesAtOnce extends WrongCommits {
    @Override
    public boolean hasCommittedOwnEntry(long commitIndex, LogPosition noOp) {
      return true;
    }
  }

  /** Lets one change follow another that is not committed. */
  static final class ChangesInARow extends WrongCommits {
    @Override
    public boolean isSettled(long commitIndex, Membership present) {
      return true;
    }
  }
}
