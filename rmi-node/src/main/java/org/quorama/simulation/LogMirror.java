package org.quorama.simulation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.raft.LogEntry;

/** A node's log as its effects made it, and how far it was applied in this boot. */
final class LogMirror {
  private final ArrayList<LogEntry> entries = new ArrayList<>();
  private long applied;

  void booted(List<LogEntry> recovered) {
    entries.clear();
    entries.addAll(recovered);
    applied = 0;
  }

  long lastIndex() {
    return entries.size();
  }

  @Nullable LogEntry entry(long index) {
    return index >= 1 && index <= entries.size() ? entries.get((int) index - 1) : null;
  }

  long termAt(long index) {
    LogEntry entry = entry(index);
    return entry == null ? 0 : entry.term();
  }

  void append(LogEntry entry) {
    entries.add(entry);
  }

  void truncate(long fromIndex) {
    entries.subList((int) fromIndex - 1, entries.size()).clear();
  }

  long applied() {
    return applied;
  }

  void applied(long index) {
    applied = index;
  }
}
