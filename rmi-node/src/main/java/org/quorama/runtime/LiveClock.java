package org.quorama.runtime;

import java.util.concurrent.TimeUnit;
import org.quorama.protocol.MonotonicTime;

/**
 * A live node's clock: protocol time that a factor stretches, and wall time that never runs
 * backwards within a boot. Thread-safe.
 */
final class LiveClock {
  private final long stretch;
  private final long originNanos = System.nanoTime();
  private final long originWallNanos = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());

  /** When protocol time began to pass; negative before. */
  private volatile long beganNanos = -1;

  /**
   * Makes a clock.
   *
   * @param stretch how many real nanoseconds one nanosecond of protocol time takes, at least 1
   */
  LiveClock(long stretch) {
    this.stretch = stretch;
  }

  /** Lets protocol time pass, which stands at zero before. */
  void begin() {
    beganNanos = realNanos();
  }

  MonotonicTime now() {
    return new MonotonicTime(protocolNanos() / stretch);
  }

  /** Returns nanoseconds since 1970, as traces of live nodes have them. */
  long wallNanos() {
    return originWallNanos + realNanos();
  }

  /** Returns how many real nanoseconds remain until a point, 0 if it has come. */
  long realNanosUntil(MonotonicTime point) {
    if (point.equals(MonotonicTime.NEVER)) {
      return Long.MAX_VALUE;
    }
    return Math.max(0, point.nanos() * stretch - protocolNanos());
  }

  private long protocolNanos() {
    long began = beganNanos;
    return began < 0 ? 0 : realNanos() - began;
  }

  private long realNanos() {
    return System.nanoTime() - originNanos;
  }
}
