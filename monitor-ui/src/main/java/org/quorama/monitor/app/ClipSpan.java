package org.quorama.monitor.app;

/**
 * Which part of a history becomes a clip. Immutable.
 *
 * @param fromNanos its begin, on the clock of the trace
 * @param toNanos its end
 * @param speed how much faster than it was, 1 is as it was
 */
public record ClipSpan(long fromNanos, long toNanos, double speed) {
  /** How many pictures a second a clip has. */
  static final int FRAMES_PER_SECOND = 10;

  /** How many pictures a clip has at most: a minute. */
  static final int MAX_FRAMES = 600;

  private static final double NANOS_PER_SECOND = 1e9;

  /** Checks that there is something to show. */
  public ClipSpan {
    if (toNanos <= fromNanos || !(speed > 0)) {
      throw new IllegalArgumentException("A clip ends after it begins, and has a speed");
    }
  }

  /** Returns how many pictures there are. */
  int frames() {
    double seconds = (toNanos - fromNanos) / NANOS_PER_SECOND / speed;
    return (int) Math.max(2, Math.min(MAX_FRAMES, Math.round(seconds * FRAMES_PER_SECOND)));
  }

  /** Returns the time of a picture, from 0. */
  long nanosOf(int frame) {
    return fromNanos + Math.round((toNanos - fromNanos) * (double) frame / (frames() - 1));
  }
}
