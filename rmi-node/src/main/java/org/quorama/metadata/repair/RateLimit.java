package org.quorama.metadata.repair;

import org.quorama.protocol.MonotonicTime;

/** Spaces what is copied so that no more than so many bytes a second are. */
final class RateLimit {
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final long bytesPerSecond;
  private MonotonicTime free = MonotonicTime.ZERO;

  /** Makes one; a rate of 0 lets nothing through. */
  RateLimit(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  boolean allows(MonotonicTime now) {
    return bytesPerSecond > 0 && free.isDue(now);
  }

  /** Counts bytes whose copy begins. */
  void take(MonotonicTime now, long bytes) {
    MonotonicTime from = free.isDue(now) ? now : free;
    double nanos = (double) bytes * SECOND_NANOS / bytesPerSecond;
    free = new MonotonicTime(from.nanos() + (long) nanos);
  }

  /** Returns when it lets something through again. */
  MonotonicTime nextFree() {
    return bytesPerSecond > 0 ? free : MonotonicTime.NEVER;
  }
}
