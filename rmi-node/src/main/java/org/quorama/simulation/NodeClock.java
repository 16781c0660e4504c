package org.quorama.simulation;

import org.quorama.protocol.MonotonicTime;

/** A node's monotonic clock: it has its own origin and runs a little fast or slow. */
record NodeClock(long originNanos, int driftPpm) {
  private static final long MILLION = 1_000_000;

  MonotonicTime at(long virtualNanos) {
    return new MonotonicTime(originNanos + virtualNanos + virtualNanos / MILLION * driftPpm);
  }

  /** Returns the first virtual time at which the clock shows at least this. */
  long virtualOf(MonotonicTime time) {
    long shown = time.nanos() - originNanos;
    long guess = (long) (shown / (1.0 + driftPpm / (double) MILLION));
    long step = MILLION / 10;
    while (at(guess).nanos() < time.nanos()) {
      guess += step;
    }
    return guess;
  }
}
