package org.quorama.monitor.view.time;

import java.util.Locale;

/** Says times since the beginning of a recording. Stateless. */
final class TimeText {
  private static final long NANOS_PER_MILLI = 1_000_000L;
  private static final long MILLIS_PER_SECOND = 1_000L;
  private static final long MILLIS_PER_MINUTE = 60_000L;
  private static final long MILLIS_PER_HOUR = 3_600_000L;
  private static final double NANOS_PER_SECOND = 1e9;

  private TimeText() {}

  /** Returns a time to the millisecond: {@code 2:03.456}, {@code 1:02:03.456}. */
  static String exact(long nanos) {
    long millis = Math.max(0, nanos / NANOS_PER_MILLI);
    return whole(millis) + String.format(Locale.ROOT, ".%03d", millis % MILLIS_PER_SECOND);
  }

  /** Returns a time to the second: {@code 2:03}. */
  static String whole(long millis) {
    long hours = millis / MILLIS_PER_HOUR;
    long minutes = millis % MILLIS_PER_HOUR / MILLIS_PER_MINUTE;
    long seconds = millis % MILLIS_PER_MINUTE / MILLIS_PER_SECOND;
    return hours == 0
        ? String.format(Locale.ROOT, "%d:%02d", minutes, seconds)
        : String.format(Locale.ROOT, "%d:%02d:%02d", hours, minutes, seconds);
  }

  /** Returns seconds with one digit after the point. */
  static double seconds(long nanos) {
    return Math.round(nanos / NANOS_PER_SECOND * 10) / 10.0;
  }
}
