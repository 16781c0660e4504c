package org.quorama.lab.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.quorama.lab.endure.Endure;
import org.quorama.lab.endure.EndurePlan;
import org.quorama.lab.endure.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Does real work on processes that are killed, and looks whether anything is lost. */
@Command(
    name = "endure",
    mixinStandardHelpOptions = true,
    description = {
      "Starts five processes of its own and kills one at once, and again and again, while",
      "--tree DIR: a directory is stored and read back; every file must have its SHA-256;",
      "--appenders N: clients append records; each acknowledged one must be intact at its",
      "offset on every replica. Afterwards 'fsck' must be clean. Exit code 1 if not."
    })
final class EndureCommand implements Callable<Integer> {
  private final CliContext context;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--tree", paramLabel = "TREE", description = "A directory on this machine.")
  private @Nullable Path tree;

  @Option(names = "--appenders", defaultValue = "0", description = "How many clients append.")
  private int appenders;

  @Option(
      names = "--records",
      defaultValue = "4000",
      description = "How many records each client appends (default: 4000).")
  private int records;

  @Option(
      names = "--kill-every",
      defaultValue = "10s",
      converter = DurationText.class,
      description = "How often a node is killed; it is down for half of that (default: 10s).")
  private Duration killEvery = Duration.ZERO;

  @Option(
      names = "--limit",
      defaultValue = "30m",
      converter = DurationText.class,
      description = "After this the work must be done (default: 30m).")
  private Duration limit = Duration.ZERO;

  @Mixin private TrialOptions trial = new TrialOptions();

  @Option(names = "--json", description = "Prints a JSON object a trial.")
  private boolean json;

  EndureCommand(CliContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    EndurePlan plan = plan();
    List<Verdict> verdicts = new ArrayList<>();
    new Endure(plan, context.err())
        .run(
            context.clusters(),
            trial.dirOf("endure"),
            verdict -> {
              tell(verdict);
              verdicts.add(verdict);
            });
    return verdicts.stream().allMatch(Verdict::passes) ? 0 : 1;
  }

  private EndurePlan plan() {
    if (tree != null && !Files.isDirectory(tree)) {
      throw new ParameterException(spec.commandLine(), tree + " is no directory");
    }
    try {
      return new EndurePlan(
          Optional.ofNullable(tree), appenders, records, killEvery, limit, trial.seed());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void tell(Verdict verdict) {
    if (json) {
      context.out().println(verdict.json());
    } else {
      context.out().println(verdict.summary());
      verdict.problems().forEach(problem -> context.out().println("  " + problem));
    }
  }
}
