package org.quorama.lab.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws the window as it stands at the end of a recorded trace. */
@Command(
    name = "picture",
    mixinStandardHelpOptions = true,
    description = "Draws the window as it stands at the end of recorded traces.")
final class PictureCommand implements Callable<Integer> {
  private final CliContext context;

  @Option(names = "--width", defaultValue = "1280", description = "In pixels (default: 1280).")
  private int width;

  @Option(names = "--height", defaultValue = "800", description = "In pixels (default: 800).")
  private int height;

  @Option(names = "--dark", description = "Dark instead of light.")
  private boolean dark;

  @Parameters(index = "0", paramLabel = "PNG", description = "The picture to write.")
  private Path png = Path.of("");

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "TRACE",
      description = "Recorded traces (NDJSON), one or more nodes each.")
  private List<Path> traces = List.of();

  PictureCommand(CliContext context) {
    this.context = context;
  }

  /**
   * What to draw.
   *
   * @param png the file to write
   * @param traces the files to read
   * @param width in pixels
   * @param height in pixels
   * @param dark dark instead of light
   */
  record Plan(Path png, List<Path> traces, int width, int height, boolean dark) {}

  @Override
  public Integer call() {
    for (Path trace : traces) {
      if (!Files.isReadable(trace)) {
        throw new CliException(trace + " cannot be read: name a recorded trace");
      }
    }
    context.tools().picture(new Plan(png, traces, width, height, dark));
    context.out().println("Drew " + png);
    return 0;
  }
}
