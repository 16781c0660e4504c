package org.quorama.lab.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.quorama.lab.bench.Bench;
import org.quorama.lab.bench.BenchPlan;
import org.quorama.lab.bench.FileLoad;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures a cluster of its own and prints one line a figure. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures a cluster of its own: prints one line a figure, progress on standard error.",
      "Where an option is missing, PEERS_SERVERS, PEERS_CALLERS, PEERS_RUNS, PEERS_QUICK and",
      "PEERS_DIR are taken, as the harness that compares systems sets them."
    })
final class BenchCommand implements Callable<Integer> {
  private final CliContext context;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--servers", description = "How many nodes (default: 5).")
  private @Nullable Integer servers;

  @Option(names = "--callers", split = ",", description = "Callers at once (default: 1,16,64).")
  private @Nullable List<Integer> callers;

  @Option(names = "--secs", description = "Length of a run in seconds (default: 5; quick: 1.5).")
  private @Nullable Double seconds;

  @Option(
      names = "--warmup",
      description = "Seconds before the first run (default: 20; quick: 6, files 4).")
  private @Nullable Double warmUp;

  @Option(names = "--runs", description = "Runs of which the median counts (default: 3).")
  private @Nullable Integer runs;

  @Option(names = "--quick", description = "Shorter runs, fewer figures.")
  private boolean quick;

  @Option(
      names = "--metrics",
      split = ",",
      description = "Which figures (default: those of registers).")
  private @Nullable Set<String> metrics;

  @Mixin private BenchFileOptions fileOptions = new BenchFileOptions();

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A key of the nodes' config.")
  private Map<String, String> settings = Map.of();

  BenchCommand(CliContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    BenchPlan plan = plan();
    Optional<Path> given = variable("PEERS_DIR").map(Path::of);
    Bench bench = new Bench(plan, context.out(), context.err());
    if (given.isPresent()) {
      bench.run(context.clusters(), given.get());
    } else {
      bench.runInScratch(context.clusters());
    }
    return 0;
  }

  private BenchPlan plan() {
    try {
      return new BenchPlan(
          or(servers, number("PEERS_SERVERS").orElse(5)),
          or(callers, callersOfHarness().orElse(List.of(1, 16, 64))),
          times(),
          files(),
          or(metrics, isQuick() ? BenchPlan.QUICK_METRICS : Set.copyOf(BenchPlan.METRICS)),
          settings);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private FileLoad files() {
    FileLoad usual = isQuick() ? FileLoad.quick() : FileLoad.full();
    FileLoad warmed = warmUp == null ? usual : usual.withWarmUp(warmUp);
    return fileOptions.applyTo(warmed);
  }

  private BenchPlan.Times times() {
    BenchPlan.Times usual = isQuick() ? BenchPlan.Times.quick() : BenchPlan.Times.full();
    return new BenchPlan.Times(
        or(seconds, usual.seconds()),
        or(warmUp, usual.warmUpSeconds()),
        or(runs, number("PEERS_RUNS").orElse(usual.runs())),
        usual.trials());
  }

  private boolean isQuick() {
    return quick || variable("PEERS_QUICK").filter("1"::equals).isPresent();
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(context.environment().get(name)).filter(text -> !text.isBlank());
  }

  private Optional<Integer> number(String name) {
    return variable(name).map(Integer::valueOf);
  }

  private Optional<List<Integer>> callersOfHarness() {
    return variable("PEERS_CALLERS")
        .map(text -> Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList());
  }

  private static <T> T or(@Nullable T given, T otherwise) {
    return given == null ? otherwise : given;
  }
}
