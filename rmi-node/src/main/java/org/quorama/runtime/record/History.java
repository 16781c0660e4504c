package org.quorama.runtime.record;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quorama.metadata.MasterEffect;
import org.quorama.metadata.MasterFact;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.RaftLog;
import org.quorama.runtime.core.NodeEffect;

/** What the replayed nodes committed and applied, all of them together. */
final class History {
  private final TreeMap<Long, LogEntry> committed = new TreeMap<>();
  private final TreeMap<Long, Long> digests = new TreeMap<>();

  void observe(NodeEffect effect) {
    if (effect instanceof NodeEffect.OfRaft raft
        && raft.effect() instanceof RaftEffect.ApplyCommitted apply) {
      apply.entries().forEach(entry -> committed.put(entry.index(), entry));
    } else if (effect instanceof NodeEffect.OfMaster master
        && master.effect() instanceof MasterEffect.Observed observed
        && observed.fact() instanceof MasterFact.CommandApplied applied) {
      digests.put(applied.index(), applied.digest());
    }
  }

  /** Notes where a node's log begins: of what is before, only this position may be known. */
  void beginsBehind(RaftLog log) {
    LogPosition before = log.positionAt(log.firstIndex() - 1);
    if (before.index() > 0) {
      committed.putIfAbsent(before.index(), LogEntry.noOp(before));
    }
  }

  /**
   * Returns the committed entries from index 1. Those that snapshots replaced before the recording
   * began stand there as no-ops.
   */
  List<LogEntry> committed() {
    List<LogEntry> all = new ArrayList<>();
    for (LogEntry entry : committed.values()) {
      while (all.size() + 1 < entry.index()) {
        all.add(LogEntry.noOp(new LogPosition(1, all.size() + 1L)));
      }
      all.add(entry);
    }
    return all;
  }

  /** Returns the digest of the state after each command that was applied in the recording. */
  SortedMap<Long, Long> digests() {
    return Collections.unmodifiableSortedMap(digests);
  }
}
