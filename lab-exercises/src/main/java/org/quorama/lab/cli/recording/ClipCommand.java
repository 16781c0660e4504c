package org.quorama.lab.cli.recording;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.quorama.lab.cli.CliContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws a span of a recording as an animated picture. */
@Command(
    name = "clip",
    mixinStandardHelpOptions = true,
    description = {
      "Draws a span of recorded traces as an animated picture (GIF), ten frames a second, a minute"
          + " at most.",
      "Needs no display."
    })
final class ClipCommand implements Callable<Integer> {
  private final CliContext context;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private LookOptions options = new LookOptions();

  @Option(
      names = "--from",
      paramLabel = "SECONDS",
      required = true,
      description = "Its begin, after the first event.")
  private double fromSeconds;

  @Option(
      names = "--to",
      paramLabel = "SECONDS",
      required = true,
      description = "Its end, after the first event.")
  private double toSeconds;

  @Option(
      names = "--speed",
      defaultValue = "1",
      description = "How much faster than it was: 0.1 is ten times slower (default: 1).")
  private double speed;

  @Parameters(index = "0", paramLabel = "GIF", description = "The clip to write.")
  private Path gif = Path.of("");

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "TRACE",
      description =
          "A window's recording (.mv.db), or the traces of nodes (NDJSON), or directories of them.")
  private List<Path> traces = List.of();

  ClipCommand(CliContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (toSeconds <= fromSeconds || speed <= 0) {
      throw new ParameterException(
          spec.commandLine(), "A clip ends after it begins, and its speed is above 0");
    }
    LookOptions.checkReadable(traces);
    context
        .tools()
        .clip(new PicturePlan(gif, traces, options.look(), fromSeconds, toSeconds, speed));
    context.out().println("Drew " + gif);
    return 0;
  }
}
