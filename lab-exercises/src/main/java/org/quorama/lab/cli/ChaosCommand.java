package org.quorama.lab.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.quorama.lab.chaos.Chaos;
import org.quorama.lab.chaos.ChaosPlan;
import org.quorama.lab.chaos.HistoryFile;
import org.quorama.simulation.history.CheckBounds;
import org.quorama.simulation.history.LinearizabilityChecker;
import org.quorama.simulation.history.Operation;
import org.quorama.simulation.history.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Breaks real processes on purpose, and checks what clients saw. */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    description = {
      "Starts five processes of its own, lets clients work while a seed kills, restarts, pauses,",
      "resumes, cuts and heals them, then checks: linearizable, nothing lost, all nodes equal."
    })
final class ChaosCommand implements Callable<Integer> {
  private final CliContext context;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--runs", defaultValue = "10", description = "How many runs (default: 10).")
  private int runs;

  @Option(
      names = "--duration",
      defaultValue = "60s",
      converter = DurationText.class,
      description = "How long faults come in a run: 20s, 5m or 2h (default: 60s).")
  private Duration duration = Duration.ZERO;

  @Option(names = "--callers", defaultValue = "5", description = "Clients at once (default: 5).")
  private int callers;

  @Mixin private TrialOptions trial = new TrialOptions();

  @Option(
      names = "--check",
      paramLabel = "FILE",
      description = "Runs nothing; checks the history that a failed run kept.")
  private @Nullable Path check;

  @Option(
      names = "--record",
      paramLabel = "DIRECTORY",
      description = "Keeps traces with all inputs there, for 'quorama replay DIRECTORY/seed-1'.")
  private @Nullable Path record;

  ChaosCommand(CliContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (check != null) {
      return checkAgain(check);
    }
    Chaos chaos = new Chaos(plan(), context.out(), context.err());
    int bad = chaos.run(context.clusters(), trial.dirOf("chaos"));
    if (runs > 1) {
      context.out().println("%d runs, %d of them wrong".formatted(runs, bad));
    }
    return bad == 0 ? 0 : 1;
  }

  private ChaosPlan plan() {
    try {
      return new ChaosPlan(
          trial.seed(),
          runs,
          duration,
          callers,
          record == null ? null : record.toAbsolutePath().normalize());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private int checkAgain(Path file) {
    Verdict verdict = LinearizabilityChecker.check(read(file), CheckBounds.defaults());
    String word =
        switch (verdict.result()) {
          case PASS -> "linearizable";
          case FAIL -> "not linearizable: ";
          case UNDECIDED -> "undecided: ";
        };
    context
        .out()
        .println(
            "%,d operations: %s%s".formatted(verdict.operations(), word, verdict.explanation()));
    return verdict.passes() ? 0 : 1;
  }

  private static List<Operation> read(Path file) {
    try {
      return HistoryFile.read(file);
    } catch (IllegalArgumentException e) {
      throw new CliException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }
}
