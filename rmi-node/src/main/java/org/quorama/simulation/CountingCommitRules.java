package org.quorama.simulation;

import java.util.Comparator;
import java.util.List;
import org.quorama.raft.AppendEntries;
import org.quorama.raft.CommitRules;
import org.quorama.raft.RaftLog;

/** Wrong on purpose: commits whatever a majority holds, of whatever term [Raft Fig. 8]. */
final class CountingCommitRules implements CommitRules {
  private final CommitRules standard;

  CountingCommitRules(CommitRules standard) {
    this.standard = standard;
  }

  @Override
  public long commitIndexOfLeader(
      RaftLog log, long currentTerm, List<Long> matchIndex, long commitIndex) {
    List<Long> descending = matchIndex.stream().sorted(Comparator.reverseOrder()).toList();
    return Math.max(commitIndex, descending.get(matchIndex.size() / 2));
  }

  @Override
  public long commitIndexOfFollower(RaftLog log, AppendEntries request, long commitIndex) {
    return standard.commitIndexOfFollower(log, request, commitIndex);
  }
}
