package org.quorama.lab.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  @Option(
      names = {"--runs", "--seeds"},
      defaultValue = "1",
      description = "How many seeds (default: 1; of each bug with --mutants).")
  private int runs;

  @Option(
      names = "--duration",
      defaultValue = "60s",
      converter = DurationText.class,
      description = "Virtual time of a run: 500ms, 60s, 5m or 2h (default: 60s).")
  private Duration duration = Duration.ZERO;

  @Option(
      names = "--kind",
      defaultValue = "safety",
      converter = KindText.class,
      description =
          "safety: faults to the end. liveness: the faults stop before the end, then all nodes"
              + " must become equal and serve. both: first the one, then the other.")
  private Kind kind = Kind.SAFETY;

  @Option(names = "--liveness", description = "The same as --kind liveness.")
  private boolean liveness;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "N",
      description = "Lets only these faults of the seed happen, as a shrunk run printed them.")
  private @Nullable List<Integer> only;

  @Option(
      names = "--shrink",
      defaultValue = "30s",
      converter = DurationText.class,
      description = "How long to look for the few faults that a failing run needs (default: 30s).")
  private Duration shrink = Duration.ZERO;

  @Option(
      names = "--plant",
      converter = BugText.class,
      paramLabel = "BUG",
      description =
          "Breaks the nodes on purpose, as in ack-before-fsync; --mutants names all bugs. The"
              + " simulator should find it.")
  private @Nullable PlantedBug bug;

  @Option(
      names = "--consequences",
      description = "Checks only what a user could see, not what the disks hold.")
  private boolean consequences;

  @Option(
      names = "--mutants",
      description = "Plants every known bug in turn and says in how many seeds it is found.")
  private boolean mutants;

  @Spec private CommandSpec spec = CommandSpec.create();

  SimCommand(CliContext context) {
    this.context = context;
  }

  /** Which kinds of runs there are. */
  enum Kind {
    SAFETY,
    LIVENESS,
    BOTH
  }

  /**
   * What to simulate.
   *
   * @param first the plans of the first seed, one a kind
   * @param runs how many seeds, counted up
   * @param shrink how long a failing run may be shrunk
   * @param mutants whether every bug is planted in turn
   */
  record Plan(List<SimulationPlan> first, int runs, Duration shrink, boolean mutants) {}

  @Override
  public Integer call() {
    ArrayList<SimulationPlan> first = new ArrayList<>();
    Kind wanted = liveness ? Kind.LIVENESS : kind;
    if (wanted != Kind.LIVENESS) {
      first.add(planned(SimulationPlan.safety(seed, checked(Duration.ofMillis(1)))));
    }
    if (wanted != Kind.SAFETY) {
      first.add(planned(SimulationPlan.liveness(seed, checked(SHORTEST_LIVENESS))));
    }
    return context.tools().simulate(new Plan(first, checkedRuns(), shrink, mutants), context);
  }

  private Duration checked(Duration least) {
    if (duration.compareTo(least) < 0) {
      throw wrong(
          "--duration is at least " + (least.toSeconds() > 0 ? "20s with --liveness" : "1ms"));
    }
    return duration;
  }

  private SimulationPlan planned(SimulationPlan plan) {
    Set<PlantedBug> bugs = bug == null ? Set.of() : Set.of(bug);
    SimulationPlan.Depth depth = consequences ? SimulationPlan.Depth.CONSEQUENCES : plan.depth();
    return plan.with(bugs, depth).withOnly(only);
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

  /** Reads a kind of runs. */
  static final class KindText implements ITypeConverter<Kind> {
    @Override
    public Kind convert(String text) {
      try {
        return Kind.valueOf(text.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("not safety, liveness or both: " + text);
      }
    }
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
}
