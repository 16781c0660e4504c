package org.quorama.runtime.record;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.RecoveredState;
import org.quorama.raft.log.Snapshot;

/** The disk of Raft as the recorded effects left it: what is durable, and what is not yet. */
final class ReplayedDisk {
  private HardState hardState;
  private @Nullable Snapshot snapshot;

  /** Behind the snapshot, or from index 1. */
  private final ArrayList<LogEntry> log;

  private final ArrayDeque<RaftEffect.Persist> pending = new ArrayDeque<>();

  ReplayedDisk(RecoveredState recovered) {
    hardState = recovered.hardState();
    snapshot = recovered.snapshot();
    log = new ArrayList<>(recovered.log());
  }

  void write(RaftEffect.Persist persist) {
    pending.add(persist);
  }

  /** Keeps everything up to a ticket. */
  void forced(long ticket) {
    while (!pending.isEmpty() && pending.peek().ticket() <= ticket) {
      keep(pending.remove());
    }
  }

  private void keep(RaftEffect.Persist persist) {
    if (persist instanceof RaftEffect.PersistHardState state) {
      hardState = state.hardState();
    } else if (persist instanceof RaftEffect.AppendToLog append) {
      log.addAll(append.entries());
    } else if (persist instanceof RaftEffect.TruncateLog truncate) {
      int kept = (int) (truncate.fromIndex() - snapshotIndex() - 1);
      log.subList(kept, log.size()).clear();
    } else if (persist instanceof RaftEffect.SaveSnapshot save) {
      keep(save);
    }
  }

  private void keep(RaftEffect.SaveSnapshot save) {
    long lastIndex = snapshotIndex() + log.size();
    boolean discards = save.suffix() == RaftEffect.LogSuffix.DISCARDED;
    long replaced = discards ? lastIndex : Math.min(save.snapshot().index(), lastIndex);
    log.subList(0, Math.max(0, (int) (replaced - snapshotIndex()))).clear();
    snapshot = save.snapshot();
  }

  private long snapshotIndex() {
    return snapshot == null ? 0 : snapshot.index();
  }

  RecoveredState durable() {
    return new RecoveredState(hardState, snapshot, log);
  }

  List<RaftEffect.Persist> pending() {
    return List.copyOf(pending);
  }
}
