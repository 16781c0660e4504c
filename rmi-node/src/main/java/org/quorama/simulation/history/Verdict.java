package org.quorama.simulation.history;

/**
 * What a check of a history found. Immutable.
 *
 * @param result pass, fail or undecided
 * @param explanation in words, with the offending operations of a failure; empty for a pass
 * @param operations how many operations were looked at
 * @param configurations how many states of the search were visited
 */
public record Verdict(Result result, String explanation, int operations, long configurations) {
  /** The three things that can be said of a history. */
  public enum Result {
    /** There is an order that explains everything. */
    PASS,
    /** There certainly is none. */
    FAIL,
    /** The time or the memory ended before either was found. */
    UNDECIDED
  }

  /** Returns true if there is an order that explains everything. */
  public boolean passes() {
    return result == Result.PASS;
  }
}
