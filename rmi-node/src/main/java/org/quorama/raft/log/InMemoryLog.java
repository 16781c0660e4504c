package org.quorama.raft.log;

import java.util.ArrayList;
import java.util.List;
import org.quorama.protocol.InvariantViolation;
import org.quorama.protocol.Invariants;

/**
 * A log in a list. Confined to its core. Invariant: the entry at position i has index base + i + 1,
 * where base is the last index that the snapshot replaces, 0 without one.
 */
public final class InMemoryLog implements RaftLog {
  private final List<LogEntry> entries = new ArrayList<>();

  /** The last entry that the snapshot replaces. Its index only grows. */
  private LogPosition base;

  /**
   * Makes a log.
   *
   * @param base the last entry that a snapshot replaces, {@link LogPosition#START} without one
   * @param recovered the entries behind it
   */
  public InMemoryLog(LogPosition base, List<LogEntry> recovered) {
    this.base = base;
    append(recovered);
  }

  @Override
  public long firstIndex() {
    return base.index() + 1;
  }

  @Override
  public long lastIndex() {
    return base.index() + entries.size();
  }

  @Override
  public long termAt(long index) {
    return index == base.index() ? base.term() : entryAt(index).term();
  }

  @Override
  public LogEntry entryAt(long index) {
    if (index < firstIndex() || index > lastIndex()) {
      throw new InvariantViolation(
          "The log has entries %d to %d, not %d".formatted(firstIndex(), lastIndex(), index));
    }
    return entries.get(offset(index));
  }

  private int offset(long index) {
    return (int) (index - firstIndex());
  }

  @Override
  public List<LogEntry> entriesFrom(long fromIndex, int count) {
    if (fromIndex > lastIndex()) {
      return List.of();
    }
    entryAt(fromIndex);
    int from = offset(fromIndex);
    return List.copyOf(entries.subList(from, from + Math.min(count, entries.size() - from)));
  }

  /**
   * Appends entries that follow the last one, in terms that never fall.
   *
   * @param added contiguous
   */
  public void append(List<LogEntry> added) {
    for (LogEntry entry : added) {
      if (entry.index() != lastIndex() + 1 || entry.term() < termAt(lastIndex())) {
        throw new InvariantViolation(
            "Entry %s cannot follow %s".formatted(entry.position(), last()));
      }
      entries.add(entry);
    }
  }

  /**
   * Removes the entries from an index on.
   *
   * @param fromIndex one that is there
   */
  public void truncateFrom(long fromIndex) {
    entryAt(fromIndex);
    entries.subList(offset(fromIndex), entries.size()).clear();
  }

  /**
   * Removes the entries that a snapshot replaces; keeps those behind it.
   *
   * @param lastIncluded one that is there
   */
  public void compactTo(LogPosition lastIncluded) {
    Invariants.check(contains(lastIncluded), "The log has no entry %s", lastIncluded);
    entries.subList(0, (int) (lastIncluded.index() - base.index())).clear();
    base = lastIncluded;
  }

  /**
   * Removes all entries: a snapshot replaces them and more.
   *
   * @param lastIncluded the last entry that the snapshot replaces
   */
  public void resetTo(LogPosition lastIncluded) {
    entries.clear();
    base = lastIncluded;
  }
}
