package org.quorama.simulation.check;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.quorama.chunk.ChunkEffect;
import org.quorama.chunk.ChunkFact;
import org.quorama.chunk.ChunkId;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.RaftMessage;
import org.quorama.raft.RaftStatus;
import org.quorama.raft.RoleName;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.Snapshot;
import org.quorama.simulation.SimulationReport.Sometimes;

/** Counts shapes of which the papers warn: a run set that never has them has shown little. */
final class Shapes {
  private final Rules rules;
  private final List<DurableDisk> disks;
  private final Counters counters;

  /** The leaders that have answered no read in their term yet. */
  private final Set<Integer> newLeaders = new HashSet<>();

  /** The index of the snapshot that is on its way to a node or to its disk. */
  private final Map<Integer, Long> installing = new HashMap<>();

  /** When the leases of chunks end that a node knows it holds, in virtual time. */
  private final Map<Holder, Long> leases = new HashMap<>();

  private record Holder(int node, ChunkId chunk) {}

  Shapes(Rules rules, List<DurableDisk> disks, Counters counters) {
    this.rules = rules;
    this.disks = disks;
    this.counters = counters;
  }

  void booted(int node) {
    installing.remove(node);
    leases.keySet().removeIf(holder -> holder.node() == node);
  }

  /** Looks for entries that come to a node before a snapshot is on its disk. */
  void arriving(int node, LogMirror mirror, RaftMessage message) {
    if (message instanceof RaftMessage.InstallSnapshot install
        && install.lastIncluded().index() > mirror.lastIndex()) {
      installing.put(node, install.lastIncluded().index());
    } else if (message instanceof RaftMessage.AppendEntries append && !append.entries().isEmpty()) {
      long index = installing.getOrDefault(node, 0L);
      countIf(
          disks.get(node).durableSnapshotIndex() < index, Sometimes.SNAPSHOT_WHILE_ENTRIES_ARRIVE);
    }
  }

  void observed(int node, ChunkEffect effect) {
    if (!(effect instanceof ChunkEffect.Observed observed)) {
      return;
    }
    if (observed.fact() instanceof ChunkFact.LeaseHeld held) {
      leases.put(new Holder(node, held.chunk()), rules.now() + held.length().toNanos());
    } else if (observed.fact() instanceof ChunkFact.LeaseEnded ended) {
      leases.remove(new Holder(node, ended.chunk()));
    }
  }

  /** Looks for a lease that ended while its holder was paused and did not notice. */
  void resumed(int node) {
    boolean expired =
        leases.entrySet().stream()
            .anyMatch(lease -> lease.getKey().node() == node && lease.getValue() <= rules.now());
    countIf(expired, Sometimes.LEASE_EXPIRED_WHILE_PAUSED);
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
