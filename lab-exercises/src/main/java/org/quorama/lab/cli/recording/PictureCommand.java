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

/** Draws a screen of the window as it stood at a moment of a recording. */
@Command(
    name = "picture",
    mixinStandardHelpOptions = true,
    description = {
      "Draws the window as it stood at a moment of recorded traces.",
      "Record with: quorama up --record DIRECTORY. Needs no display."
    })
final class PictureCommand implements Callable<Integer> {
  private final CliContext context;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private LookOptions options = new LookOptions();

  @Option(names = "--list", description = "Lists the screens and draws nothing.")
  private boolean list;

  @Option(
      names = "--at",
      paramLabel = "SECONDS",
      description = "How long after the first event (default: at the end).")
  private double atSeconds = Double.POSITIVE_INFINITY;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PNG",
      description = "The picture to write.")
  private Path png = Path.of("");

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "TRACE",
      description =
          "A window's recording (.mv.db), or the traces of nodes (NDJSON), or directories of them.")
  private List<Path> traces = List.of();

  PictureCommand(CliContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (list) {
      context.tools().screens().forEach(context.out()::println);
      return 0;
    }
    if (traces.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Name the picture to write and a recorded trace");
    }
    LookOptions.checkReadable(traces);
    context.tools().picture(new PicturePlan(png, traces, options.look(), atSeconds, atSeconds, 1));
    context.out().println("Drew " + png);
    return 0;
  }
}
