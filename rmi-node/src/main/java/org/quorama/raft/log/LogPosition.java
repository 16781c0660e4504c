package org.quorama.raft.log;

import java.io.Serializable;
import org.quorama.protocol.InvariantViolation;

/**
 * A place in a log: an index and the term of the entry there. Immutable.
 *
 * @param term the entry's term, 0 only at index 0
 * @param index 1-based; 0 means before the first entry
 */
public record LogPosition(long term, long index) implements Serializable {
  /** Before the first entry. */
  public static final LogPosition START = new LogPosition(0, 0);

  /** Checks the ranges. */
  public LogPosition {
    if (term < 0 || index < 0) {
      throw new InvariantViolation("Log position %d@t%d is negative".formatted(index, term));
    }
    if ((term == 0) != (index == 0)) {
      throw new InvariantViolation("Only index 0 has term 0, not %d@t%d".formatted(index, term));
    }
  }

  /**
   * Compares two logs by their last entries: later term first, then longer log [Raft §5.4.1].
   *
   * @param other the last position of the other log
   */
  public boolean isAtLeastAsUpToDateAs(LogPosition other) {
    return term != other.term ? term > other.term : index >= other.index;
  }

  @Override
  public String toString() {
    return index + "@t" + term;
  }
}
