package org.quorama.simulation.fault;

import java.util.Locale;

/**
 * One fault of a run: the same number names it when the run is replayed. Immutable.
 *
 * @param number counted from 1 in the order of the run
 * @param timeNanos when, on virtual time
 * @param fault what
 */
public record FaultEvent(int number, long timeNanos, Fault fault) {
  private static final double NANOS_PER_SECOND = 1e9;

  /** Returns a line of a time line: when, who and what. */
  public String line() {
    return String.format(
        Locale.ROOT, "%12.6f s  #%-4d %s", timeNanos / NANOS_PER_SECOND, number, fault.words());
  }
}
