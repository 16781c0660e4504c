package org.quorama.raft;

import java.util.ArrayList;
import java.util.List;
import org.quorama.protocol.Invariants;

/** A log in a list. Confined to its core. Invariant: the entry at position i has index i + 1. */
final class InMemoryLog implements RaftLog {
  private final List<LogEntry> entries = new ArrayList<>();

  InMemoryLog(List<LogEntry> recovered) {
    append(recovered);
  }

  @Override
  public long lastIndex() {
    return entries.size();
  }

  @Override
  public long termAt(long index) {
    return index == 0 ? 0 : entryAt(index).term();
  }

  @Override
  public LogEntry entryAt(long index) {
    Invariants.check(
        index >= 1 && index <= entries.size(),
        "The log has entries 1 to %d, not %d",
        entries.size(),
        index);
    return entries.get((int) index - 1);
  }

  @Override
  public List<LogEntry> entriesFrom(long fromIndex, int count) {
    if (fromIndex > entries.size()) {
      return List.of();
    }
    int from = (int) fromIndex - 1;
    return List.copyOf(entries.subList(from, from + Math.min(count, entries.size() - from)));
  }

  /** Appends entries that follow the last one, in terms that never fall. */
  void append(List<LogEntry> added) {
    for (LogEntry entry : added) {
      Invariants.check(
          entry.index() == lastIndex() + 1 && entry.term() >= last().term(),
          "Entry %s cannot follow %s",
          entry.position(),
          last());
      entries.add(entry);
    }
  }

  /** Removes the entries from an index on. */
  void truncateFrom(long fromIndex) {
    entryAt(fromIndex);
    entries.subList((int) fromIndex - 1, entries.size()).clear();
  }
}
