package org.quorama.raft;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.raft.RaftEffect.LogSuffix;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.RecoveredState;
import org.quorama.raft.log.Snapshot;

/** What forced effects make of a disk. */
final class TestDisk {
  private TestDisk() {}

  static RecoveredState write(RecoveredState disk, RaftEffect.Persist persist) {
    Snapshot snapshot = disk.snapshot();
    List<LogEntry> log = new ArrayList<>(disk.log());
    if (persist instanceof RaftEffect.PersistHardState changed) {
      return new RecoveredState(changed.hardState(), snapshot, log);
    } else if (persist instanceof RaftEffect.AppendToLog append) {
      log.addAll(append.entries());
    } else if (persist instanceof RaftEffect.TruncateLog truncate) {
      log.removeIf(entry -> entry.index() >= truncate.fromIndex());
    } else if (persist instanceof RaftEffect.SaveSnapshot save) {
      return save(disk, save);
    }
    return new RecoveredState(disk.hardState(), snapshot, log);
  }

  private static RecoveredState save(RecoveredState disk, RaftEffect.SaveSnapshot save) {
    Snapshot snapshot = save.snapshot();
    List<LogEntry> log = new ArrayList<>(disk.log());
    if (save.suffix() == LogSuffix.KEPT) {
      checkContains(disk.snapshot(), log, snapshot);
      log.removeIf(entry -> entry.index() <= snapshot.index());
    } else {
      log.clear();
    }
    return new RecoveredState(disk.hardState(), snapshot, log);
  }

  private static void checkContains(
      @Nullable Snapshot before, List<LogEntry> log, Snapshot snapshot) {
    boolean there =
        log.stream().anyMatch(entry -> entry.position().equals(snapshot.lastIncluded()));
    boolean again = before != null && before.lastIncluded().equals(snapshot.lastIncluded());
    if (!there && !again) {
      throw new AssertionError("The disk has no entry " + snapshot.lastIncluded());
    }
  }
}
