package org.quorama.simulation.check;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.RaftStatus;
import org.quorama.raft.RoleName;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.Snapshot;
import org.quorama.simulation.SimulationReport.Sometimes;

/** Counts shapes of which the papers warn: a run set that never has them has shown little. */
final class Shapes {
  private final Counters counters;

  /** The leaders that have answered no read in their term yet. */
  private final Set<Integer> newLeaders = new HashSet<>();

  Shapes(Counters counters) {
    this.counters = counters;
  }

  void elected(int node) {
    newLeaders.add(node);
  }

  void observed(int node, RaftEffect effect) {
    if (effect instanceof RaftEffect.MembershipChanged) {
      counters.count(Sometimes.MEMBERSHIP_CHANGED);
    } else if (effect instanceof RaftEffect.AnswerTransfer answer) {
      countIf(
          answer.outcome() == RaftEffect.TransferOutcome.DONE, Sometimes.LEADERSHIP_TRANSFERRED);
    } else if (effect instanceof RaftEffect.ReadsConfirmed) {
      countIf(newLeaders.remove(node), Sometimes.READ_AFTER_LEADER_CHANGE);
    }
  }

  private void countIf(boolean happened, Sometimes what) {
    if (happened) {
      counters.count(what);
    }
  }

  /** Looks for an entry of an earlier term that a majority holds and that is not committed. */
  void stepped(LogMirror mirror, RaftStatus before, RaftStatus after) {
    if (after.role() != RoleName.LEADER || after.matchIndex().equals(before.matchIndex())) {
      return;
    }
    List<Long> matched =
        after.membership().voters().stream()
            .map(voter -> after.matchIndex().getOrDefault(voter, 0L))
            .sorted(Comparator.reverseOrder())
            .toList();
    long replicated = matched.get(after.membership().quorum() - 1);
    boolean older = mirror.termAt(replicated) < after.hardState().currentTerm();
    countIf(replicated > after.log().commitIndex() && older, Sometimes.FIGURE_8);
  }

  void replaces(LogMirror mirror, Snapshot snapshot) {
    LogEntry held = mirror.entry(snapshot.index());
    countIf(
        held != null && !held.position().equals(snapshot.lastIncluded()),
        Sometimes.SNAPSHOT_OVER_DIVERGENT_LOG);
  }
}
