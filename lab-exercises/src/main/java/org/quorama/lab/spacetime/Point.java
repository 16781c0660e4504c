package org.quorama.lab.spacetime;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.quorama.trace.TraceEvent;

/**
 * A point of a recording. Immutable.
 *
 * @param unit what is counted
 * @param value nanoseconds since the first event, or a Lamport clock
 */
public record Point(Unit unit, long value) {
  /** How points are written; for help texts. */
  public static final String FORMS =
      "time since the first event (500ms, 12.5s, 2m) or a Lamport clock (1234)";

  private static final Pattern LAMPORT = Pattern.compile("[0-9]{1,18}");

  /** What is counted. */
  public enum Unit {
    /** Nanoseconds of the hosts' clocks since the first event of the recording. */
    TIME,
    /** Lamport clock. */
    LAMPORT
  }

  /**
   * Returns the point that a text names.
   *
   * @param text as {@link #FORMS} says
   * @throws IllegalArgumentException if it names none
   */
  public static Point parse(String text) {
    String plain = text.toLowerCase(Locale.ROOT);
    if (LAMPORT.matcher(plain).matches()) {
      return new Point(Unit.LAMPORT, Long.parseLong(plain));
    }
    try {
      return new Point(Unit.TIME, nanos(plain));
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new IllegalArgumentException("not " + FORMS + ": " + text, e);
    }
  }

  private static long nanos(String text) {
    if (text.endsWith("ms") && LAMPORT.matcher(text.substring(0, text.length() - 2)).matches()) {
      return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2))).toNanos();
    }
    return Duration.parse("PT" + text).toNanos();
  }

  /**
   * Tells whether this point is at an event or behind it.
   *
   * @param event which
   * @param firstNanos the time of the first event of the recording
   */
  public boolean isAtOrAfter(TraceEvent event, long firstNanos) {
    return unit == Unit.LAMPORT
        ? event.lamport() <= value
        : event.timeNanos() - firstNanos <= value;
  }

  /**
   * Tells whether this point is at an event or before it.
   *
   * @param event which
   * @param firstNanos the time of the first event of the recording
   */
  public boolean isAtOrBefore(TraceEvent event, long firstNanos) {
    return unit == Unit.LAMPORT
        ? event.lamport() >= value
        : event.timeNanos() - firstNanos >= value;
  }
}
