package org.quorama.raft;

import java.util.ArrayList;
import java.util.List;

/** What forced effects make of a disk. */
final class TestDisk {
  private TestDisk() {}

  static RecoveredState write(RecoveredState disk, RaftEffect.Persist persist) {
    List<LogEntry> log = new ArrayList<>(disk.log());
    if (persist instanceof RaftEffect.PersistHardState changed) {
      return new RecoveredState(changed.hardState(), log);
    } else if (persist instanceof RaftEffect.AppendToLog append) {
      log.addAll(append.entries());
    } else if (persist instanceof RaftEffect.TruncateLog truncate) {
      log.subList((int) truncate.fromIndex() - 1, log.size()).clear();
    }
    return new RecoveredState(disk.hardState(), log);
  }
}
