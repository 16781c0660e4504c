package org.quorama.lab.cli.recording;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.quorama.lab.cli.CliContext;
import org.quorama.lab.cli.CliException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Opens the window on a recording. */
@Command(
    name = "open",
    mixinStandardHelpOptions = true,
    description = {
      "Opens the window on a recording, to go anywhere in it.",
      "'quorama up' keeps one of its window in DIR/recordings; nodes record with --record DIRECTORY"
          + ", and with --set trace.inputs=true a branch can be made anywhere."
    })
final class OpenCommand implements Callable<Integer> {
  private final CliContext context;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "A window's recording (.mv.db), or the traces of nodes (NDJSON), or directories of them.")
  private List<Path> files = List.of();

  OpenCommand(CliContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    LookOptions.checkReadable(files);
    if (!context.tools().open(files)) {
      throw new CliException(
          "No display, so no window: draw it with quorama picture, or quorama trace");
    }
    return 0;
  }
}
