package org.quorama.lab.cli;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.quorama.simulation.PlantedBug;
import org.quorama.simulation.SimulationPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Runs the simulator. */
@Command(
    name = "sim",
    mixinStandardHelpOptions = true,
    description = "Runs five nodes in virtual time with faults, and checks every invariant.")
final class SimCommand implements Callable<Integer> {
  private static final Duration SHORTEST_LIVENESS = Duration.ofSeconds(20);

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

  @Option(
      names = "--liveness",
      description = "Ends the faults before the end: then all nodes must become equal and serve.")
  private boolean liveness;

  @Option(
      names = "--plant",
      converter = BugText.class,
      paramLabel = "BUG",
      description =
          "Breaks the nodes on purpose: vote-not-durable, ack-before-fsync or"
              + " commit-old-term-by-counting. The simulator should find it.")
  private @Nullable PlantedBug bug;

  @Spec private CommandSpec spec = CommandSpec.create();

  SimCommand(CliContext context) {
    this.context = context;
  }

  /**
   * What to simulate.
   *
   * @param first the plan of the first seed
   * @param runs how many seeds, counted up
   */
  record Plan(SimulationPlan first, int runs) {}

  @Override
  public Integer call() {
    return context.tools().simulate(new Plan(first(), checkedRuns()), context);
  }

  private SimulationPlan first() {
    Duration least = liveness ? SHORTEST_LIVENESS : Duration.ofMillis(1);
    if (duration.compareTo(least) < 0) {
      throw wrong("--duration is at least " + (liveness ? "20s with --liveness" : "1ms"));
    }
    SimulationPlan plan =
        liveness ? SimulationPlan.liveness(seed, duration) : SimulationPlan.safety(seed, duration);
    return bug == null ? plan : plan.with(Set.of(bug), plan.depth());
  }

  private int checkedRuns() {
    if (runs < 1) {
      throw wrong("--runs is at least 1");
    }
    return runs;
  }

  private ParameterException wrong(String what) {
    return new ParameterException(spec.commandLine(), what);
  }

  /** Reads the name of a planted bug. */
  static final class BugText implements ITypeConverter<PlantedBug> {
    @Override
    public PlantedBug convert(String text) {
      return Arrays.stream(PlantedBug.values())
          .filter(known -> known.word().equals(text))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException("no bug is called " + text));
    }
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
