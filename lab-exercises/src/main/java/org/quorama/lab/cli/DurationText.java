package org.quorama.lab.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number with a unit. */
public final class DurationText implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    try {
      Duration time = Duration.parse(iso(text.toLowerCase(Locale.ROOT)));
      if (!time.isNegative()) {
        return time;
      }
    } catch (DateTimeParseException | NumberFormatException e) {
      // said below
    }
    throw new TypeConversionException("not a time such as 500ms, 60s, 5m or 2h: " + text);
  }

  private static String iso(String text) {
    return text.endsWith("ms")
        ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2))).toString()
        : "PT" + text;
  }
}
