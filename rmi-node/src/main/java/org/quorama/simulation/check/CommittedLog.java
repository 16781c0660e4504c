package org.quorama.simulation.check;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.raft.log.LogEntry;

/** The committed entries of the cluster, from index 1, each with the term that committed it. */
final class CommittedLog {
  private final ArrayList<LogEntry> entries = new ArrayList<>();
  private final ArrayList<Long> terms = new ArrayList<>();

  void add(LogEntry entry, long byTerm) {
    entries.add(entry);
    terms.add(byTerm);
  }

  long lastIndex() {
    return entries.size();
  }

  @Nullable LogEntry entry(long index) {
    return index >= 1 && index <= entries.size() ? entries.get((int) index - 1) : null;
  }

  /** Returns the term that committed an entry. */
  long committedIn(long index) {
    return terms.get((int) index - 1);
  }

  /** Returns the last entry that a term before this one committed, null if there is none. */
  @Nullable LogEntry lastBefore(long term) {
    int index = entries.size();
    while (index > 0 && terms.get(index - 1) >= term) {
      index--; // committed after the election was decided, by a later term
    }
    return entry(index);
  }

  /** Returns the entries up to an index. */
  List<LogEntry> upTo(long index) {
    return List.copyOf(entries.subList(0, (int) Math.min(index, entries.size())));
  }
}
