package org.quorama.lab.cli.files;

import java.util.List;
import java.util.Locale;
import org.quorama.lab.cli.CliContext;
import org.quorama.lab.tree.TreeOptions;
import org.quorama.lab.tree.TreeReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of commands that move trees. Filled by picocli. */
@Command
final class TreeOption {
  private static final int SHOWN = 20;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-r", "--recursive"},
      description = "Moves a directory with all below it.")
  private boolean recursive;

  @Option(
      names = "--parallel",
      defaultValue = "8",
      description = "With -r: how many files at once (default: 8).")
  private int parallel;

  @Option(names = "--force", description = "Replaces what is there and differs.")
  private boolean force;

  boolean recursive() {
    return recursive;
  }

  boolean force() {
    return force;
  }

  TreeOptions options() {
    try {
      return new TreeOptions(parallel, TreeOptions.defaults().tries(), force);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** Prints what became of a tree; returns the exit code. */
  int tell(CliContext context, TreeReport report, String done, long startNanos) {
    report.skipped().forEach(line -> context.err().println("Left out " + line));
    first(report.failures()).forEach(line -> context.err().println("quorama: " + line));
    String equal =
        report.equal() == 0
            ? ""
            : String.format(Locale.ROOT, "; %,d were there already", report.equal());
    context
        .out()
        .println(
            String.format(
                Locale.ROOT,
                "%s: %,d files, %s%s",
                done,
                report.files(),
                rate(report.bytes(), startNanos),
                equal));
    if (report.failures().isEmpty()) {
      return 0;
    }
    context
        .err()
        .println(
            String.format(
                Locale.ROOT,
                "quorama: %,d could not be moved: the same command again tries only them",
                report.failures().size()));
    return 1;
  }

  private static List<String> first(List<String> failures) {
    return failures.subList(0, Math.min(SHOWN, failures.size()));
  }

  /** Returns how much was moved, and how fast. */
  static String rate(long bytes, long startNanos) {
    double seconds = Math.max((System.nanoTime() - startNanos) / 1e9, 1e-3);
    return String.format(
        Locale.ROOT, "%,d bytes in %.1f s (%.0f MB/s)", bytes, seconds, bytes / 1e6 / seconds);
  }
}
