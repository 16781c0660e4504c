package org.quorama.monitor.model;

import java.io.Serializable;

/**
 * A span of time that runs out: an election deadline or a lease. Immutable.
 *
 * @param startNanos when it was set, on the clock of the trace
 * @param lengthNanos how long it lasts
 */
public record Deadline(long startNanos, long lengthNanos) implements Serializable {
  /** A span that has run out at all times. */
  public static final Deadline NONE = new Deadline(0, 0);

  /**
   * Returns how long it still lasts, 0 if it has run out.
   *
   * @param nowNanos the present, on the clock of the trace
   */
  public long remainingNanos(long nowNanos) {
    return Math.min(lengthNanos, Math.max(0, startNanos + lengthNanos - nowNanos));
  }

  /**
   * Returns which part of it is left, from 1 down to 0.
   *
   * @param nowNanos the present, on the clock of the trace
   */
  public double fractionLeft(long nowNanos) {
    return lengthNanos == 0 ? 0 : remainingNanos(nowNanos) / (double) lengthNanos;
  }
}
