package org.quorama.raft.log;

import java.util.List;

/**
 * A read view of a node's log: entries from {@link #firstIndex()} to {@link #lastIndex()}, without
 * a gap. A snapshot stands for what is before them, and keeps the position of its last entry. The
 * view shows the log as it is at the moment of the call.
 */
public interface RaftLog {
  /**
   * Returns the 1-based index of the first entry that is there: 1 unless a snapshot replaced it.
   */
  long firstIndex();

  /** Returns the 1-based index of the last entry, 0 if there is none. */
  long lastIndex();

  /**
   * Returns the term of the entry at an index, 0 at index 0.
   *
   * @param index from the one before the first, whose term the snapshot has, to the last
   * @throws org.quorama.protocol.InvariantViolation if the log has no such index
   */
  long termAt(long index);

  /**
   * Returns an entry.
   *
   * @param index 1-based, at most the last
   * @throws org.quorama.protocol.InvariantViolation if the log has no such index
   */
  LogEntry entryAt(long index);

  /**
   * Returns a copy of some entries in order.
   *
   * @param fromIndex the first, 1-based
   * @param count how many at most; the log may end before
   */
  List<LogEntry> entriesFrom(long fromIndex, int count);

  /** Returns lastLogIndex and lastLogTerm. */
  default LogPosition last() {
    return positionAt(lastIndex());
  }

  /**
   * Returns the position of the entry at an index, {@link LogPosition#START} at index 0.
   *
   * @param index 1-based, at most the last
   */
  default LogPosition positionAt(long index) {
    return new LogPosition(termAt(index), index);
  }

  /**
   * Tells whether the log contains the entry with this term and index, or ends its snapshot with
   * it. What lies deeper in the snapshot is not known any more.
   *
   * @param position what to look for; every log contains {@link LogPosition#START}
   */
  default boolean contains(LogPosition position) {
    long index = position.index();
    return index == 0
        || (index >= firstIndex() - 1 && index <= lastIndex() && termAt(index) == position.term());
  }
}
