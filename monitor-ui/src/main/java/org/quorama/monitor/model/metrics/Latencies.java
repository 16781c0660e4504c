package org.quorama.monitor.model.metrics;

/**
 * How often something took how long, in classes of 10 %: from 10 µs to some minutes. Not
 * thread-safe.
 */
final class Latencies {
  private static final double LEAST_NANOS = 10_000;
  private static final double CLASS = 1.1;
  private static final int CLASSES = 180;

  private final int[] counts = new int[CLASSES];
  private int total;

  void add(long nanos, int times) {
    int place = (int) Math.ceil(Math.log(Math.max(1, nanos / LEAST_NANOS)) / Math.log(CLASS));
    counts[Math.min(place, CLASSES - 1)] += times;
    total += times;
  }

  void addAll(Latencies others) {
    for (int i = 0; i < CLASSES; i++) {
      counts[i] += others.counts[i];
    }
    total += others.total;
  }

  /** Returns what that share of all took at most, in milliseconds; NaN if there was nothing. */
  double quantileMillis(double share) {
    if (total == 0) {
      return Double.NaN;
    }
    long wanted = (long) Math.ceil(share * total);
    int place = 0;
    for (long seen = counts[0]; seen < wanted; seen += counts[place]) {
      place++;
    }
    return LEAST_NANOS * Math.pow(CLASS, place) / 1e6;
  }
}
