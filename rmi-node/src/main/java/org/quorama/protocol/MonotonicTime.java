package org.quorama.protocol;

import java.io.Serializable;
import java.time.Duration;

/**
 * A point on one host's monotonic clock; points of two hosts do not compare. Immutable.
 *
 * @param nanos nanoseconds since an origin that only the host knows
 */
public record MonotonicTime(long nanos) implements Comparable<MonotonicTime>, Serializable {
  /** Later than every other point. */
  public static final MonotonicTime NEVER = new MonotonicTime(Long.MAX_VALUE);

  /** The origin of a host's clock. */
  public static final MonotonicTime ZERO = new MonotonicTime(0);

  /**
   * Returns the point this much later; {@link #NEVER} stays.
   *
   * @param duration how much later, not negative
   */
  public MonotonicTime plus(Duration duration) {
    return this.equals(NEVER) ? this : new MonotonicTime(nanos + duration.toNanos());
  }

  /**
   * Returns how long after another point this one is; negative if it is before.
   *
   * @param earlier the other point
   */
  public Duration since(MonotonicTime earlier) {
    return Duration.ofNanos(nanos - earlier.nanos);
  }

  /**
   * Tells whether this point has come.
   *
   * @param now the present
   */
  public boolean isDue(MonotonicTime now) {
    return nanos <= now.nanos;
  }

  /**
   * Returns the earlier of two points.
   *
   * @param other the other point
   */
  public MonotonicTime earliest(MonotonicTime other) {
    return nanos <= other.nanos ? this : other;
  }

  @Override
  public int compareTo(MonotonicTime other) {
    return Long.compare(nanos, other.nanos);
  }
}
