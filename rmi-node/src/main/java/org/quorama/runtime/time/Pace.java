package org.quorama.runtime.time;

/**
 * How protocol time passes beside real time. Immutable.
 *
 * @param dilation how much longer everything takes, at least 1
 * @param frozen whether time stands still
 * @param rate how fast the clock goes, 1 is right
 */
public record Pace(int dilation, boolean frozen, double rate) {
  /** As real time does. */
  public static final Pace REAL = new Pace(1, false, 1);

  /** Not at all. */
  public static final Pace FROZEN = new Pace(1, true, 1);

  /** Returns how much protocol time passes in some real nanoseconds. */
  long protocolNanos(long real) {
    return frozen ? 0 : (long) (real * rate / dilation);
  }

  /** Returns in how many real nanoseconds some protocol time has passed. */
  long realNanos(long protocol) {
    return frozen ? Long.MAX_VALUE : (long) Math.ceil(protocol * (double) dilation / rate);
  }

  /** Returns the same with another rate. */
  Pace at(double otherRate) {
    return new Pace(dilation, frozen, otherRate);
  }
}
