package org.quorama.storage;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.raft.RaftEffect.AppendToLog;
import org.quorama.raft.RaftEffect.LogSuffix;
import org.quorama.raft.RaftEffect.Persist;
import org.quorama.raft.RaftEffect.PersistHardState;
import org.quorama.raft.RaftEffect.SaveSnapshot;
import org.quorama.raft.RaftEffect.TruncateLog;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.RecoveredState;
import org.quorama.raft.log.Snapshot;

/** What a disk should hold, effect by effect. */
final class StorageModel {
  private final List<LogEntry> log;
  private HardState hardState;
  private @Nullable Snapshot snapshot;

  StorageModel(RecoveredState state) {
    log = new ArrayList<>(state.log());
    hardState = state.hardState();
    snapshot = state.snapshot();
  }

  RecoveredState state() {
    return new RecoveredState(hardState, snapshot, log);
  }

  long term() {
    return hardState.currentTerm();
  }

  long base() {
    return snapshot == null ? 0 : snapshot.index();
  }

  long lastIndex() {
    return base() + log.size();
  }

  LogPosition positionAt(long index) {
    return log.get((int) (index - base() - 1)).position();
  }

  /** Returns the states that a crash may leave: before a batch, and after each part of it. */
  static List<RecoveredState> prefixes(RecoveredState before, List<Persist> batch) {
    StorageModel model = new StorageModel(before);
    List<RecoveredState> states = new ArrayList<>(List.of(before));
    batch.forEach(effect -> model.apply(effect, states));
    return states;
  }

  private void apply(Persist effect, List<RecoveredState> states) {
    if (effect instanceof AppendToLog append) {
      for (LogEntry entry : append.entries()) {
        log.add(entry);
        states.add(state());
      }
      return;
    }
    apply(effect);
    states.add(state());
  }

  void apply(Persist effect) {
    if (effect instanceof PersistHardState hard) {
      hardState = hard.hardState();
    } else if (effect instanceof TruncateLog truncate) {
      log.removeIf(entry -> entry.index() >= truncate.fromIndex());
    } else if (effect instanceof SaveSnapshot save) {
      snapshot = save.snapshot();
      long index = save.snapshot().index();
      log.removeIf(entry -> entry.index() <= index || save.suffix() == LogSuffix.DISCARDED);
    } else if (effect instanceof AppendToLog append) {
      log.addAll(append.entries());
    }
  }
}
