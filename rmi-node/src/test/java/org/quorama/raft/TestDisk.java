package org.quorama.raft;

import java.util.ArrayList;
import java.util.List;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.RecoveredState;

/** What forced effects make of a disk. */
final class TestDisk {
  private TestDisk() {}

  static RecoveredState write(RecoveredState disk, RaftEffect.Persist persist) {
    List<LogEntry> log = new ArrayList<>(disk.log());
    if (persist instanceof RaftEffect.PersistHardState changed) {
      return RecoveredState.of(changed.hardState(), log);
    } else if (persist instanceof RaftEffect.AppendToLog append) {
      log.addAll(append.entries());
    } else if (persist instanceof RaftEffect.TruncateLog truncate) {
      log.subList((int) truncate.fromIndex() - 1, log.size()).clear();
    }
    return RecoveredState.of(disk.hardState(), log);
  }
}
