package org.quorama.lab.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Runs the simulator. */
@Command(
    name = "sim",
    mixinStandardHelpOptions = true,
    description = "Runs five nodes in virtual time with faults, and checks every invariant.")
final class SimCommand implements Callable<Integer> {
  private final CliContext context;

  @Option(names = "--seed", defaultValue = "1", description = "The first seed (default: 1).")
  private long seed;

  @Option(names = "--runs", defaultValue = "1", description = "How many seeds (default: 1).")
  private int runs;

  @Option(
      names = "--duration",
      defaultValue = "60s",
      converter = DurationText.class,
      description = "Virtual time of a run: 500ms, 60s, 5m or 2h (default: 60s).")
  private Duration duration = Duration.ZERO;

  SimCommand(CliContext context) {
    this.context = context;
  }

  /**
   * What to simulate.
   *
   * @param seed the first seed
   * @param runs how many seeds, counted up
   * @param duration virtual time of a run
   */
  record Plan(long seed, int runs, Duration duration) {}

  @Override
  public Integer call() {
    return context.tools().simulate(new Plan(seed, runs, duration), context.out());
  }

  /** Reads a number with a unit. */
  static final class DurationText implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return Duration.parse(iso(text.toLowerCase(Locale.ROOT)));
      } catch (java.time.format.DateTimeParseException | NumberFormatException e) {
        throw new TypeConversionException("not a time such as 500ms, 60s, 5m or 2h: " + text);
      }
    }

    private static String iso(String text) {
      return text.endsWith("ms")
          ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2))).toString()
          : "PT" + text;
    }
  }
}
