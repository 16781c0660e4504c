package org.quorama.monitor.words;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes a time of the trace: of the day if it is a real one, else seconds. Stateless. */
public final class When {
  private static final long A_REAL_ONE = 100_000_000_000_000_000L;
  private static final double SECOND_NANOS = 1e9;
  private static final DateTimeFormatter OF_DAY =
      DateTimeFormatter.ofPattern("HH:mm:ss.S", Locale.ROOT);

  private When() {}

  /**
   * Returns a time: {@code 14:03:07.2}, or {@code 12.3 s} of a simulated or made-up run.
   *
   * @param nanos on the clock of the trace
   * @param locale whose decimal sign
   */
  public static String of(long nanos, Locale locale) {
    return nanos > A_REAL_ONE
        ? OF_DAY.format(Instant.ofEpochSecond(0, nanos).atZone(ZoneId.systemDefault()))
        : String.format(locale, "%.1f s", nanos / SECOND_NANOS);
  }
}
