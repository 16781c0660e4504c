package org.quorama.simulation.time;

import org.quorama.protocol.MonotonicTime;

/** A node's monotonic clock, as virtual time passes. Confined to the thread of its run. */
public interface NodeClock {
  /**
   * Returns what the clock shows.
   *
   * @param virtualNanos the virtual time, which is now
   */
  MonotonicTime at(long virtualNanos);

  /**
   * Returns the first virtual time at which the clock shows at least this, or at which it may run
   * otherwise; {@link Long#MAX_VALUE} if there is none.
   *
   * @param time what it is to show
   */
  long virtualOf(MonotonicTime time);

  /**
   * Changes the rate; what it shows never jumps.
   *
   * @param virtualNanos the virtual time, which is now
   * @param ppm by how much it is wrong, in millionths
   */
  void drift(long virtualNanos, int ppm);

  /** Takes note that the node starts. */
  void boot();
}
