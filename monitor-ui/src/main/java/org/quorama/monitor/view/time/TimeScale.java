package org.quorama.monitor.view.time;

/**
 * Maps times to places on the scrubber. Immutable.
 *
 * @param beginNanos the time at the left end
 * @param endNanos the time at the right end
 * @param left of the left end, in pixels
 * @param width between the ends, in pixels
 */
record TimeScale(long beginNanos, long endNanos, double left, double width) {
  double at(long nanos) {
    double span = Math.max(1, endNanos - beginNanos);
    double part = (nanos - beginNanos) / span;
    return left + Math.max(0, Math.min(1, part)) * width;
  }

  long nanosAt(double x) {
    double part = Math.max(0, Math.min(1, (x - left) / Math.max(1, width)));
    return beginNanos + Math.round(part * (endNanos - beginNanos));
  }
}
