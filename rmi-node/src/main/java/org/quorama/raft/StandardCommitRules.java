package org.quorama.raft;

import java.util.Comparator;
import java.util.List;

/** The commit rules of the paper. */
final class StandardCommitRules implements CommitRules {
  @Override
  public long commitIndexOfLeader(
      RaftLog log, long currentTerm, List<Long> matchIndex, long commitIndex) {
    List<Long> descending = matchIndex.stream().sorted(Comparator.reverseOrder()).toList();
    long replicated = descending.get(matchIndex.size() / 2);
    // "If there exists an N such that N > commitIndex, a majority of matchIndex[i] ≥ N, and
    // log[N].term == currentTerm: set commitIndex = N" [Raft Fig. 2]. Entries of earlier terms
    // are never committed by counting, only along with one of this term [Raft §5.4.2].
    if (replicated > commitIndex && log.termAt(replicated) == currentTerm) {
      return replicated;
    }
    return commitIndex;
  }

  @Override
  public long commitIndexOfFollower(RaftLog log, AppendEntries request, long commitIndex) {
    // "Set commitIndex = min(leaderCommit, index of last new entry)" [Raft Fig. 2]: what the log
    // holds behind the request may differ from the leader's.
    return Math.max(commitIndex, Math.min(request.leaderCommit(), request.lastIndex()));
  }
}
