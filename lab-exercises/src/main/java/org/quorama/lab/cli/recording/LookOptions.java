package org.quorama.lab.cli.recording;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.quorama.lab.cli.CliException;
import picocli.CommandLine.Option;

/** The options that say how a picture looks. Filled by picocli. */
final class LookOptions {
  /** The looks that there are. */
  enum Look {
    LIGHT,
    DARK,
    PROJECTOR
  }

  @Option(
      names = "--screen",
      paramLabel = "NAME",
      defaultValue = "window",
      description = "Which screen, as 'quorama picture --list' names it (default: window).")
  private String screen = "window";

  @Option(names = "--width", defaultValue = "1280", description = "In pixels (default: 1280).")
  private int width;

  @Option(names = "--height", defaultValue = "800", description = "In pixels (default: 800).")
  private int height;

  @Option(names = "--theme", description = "light (default), dark or projector.")
  private Look theme = Look.LIGHT;

  @Option(names = "--dark", description = "The same as --theme dark.")
  private boolean dark;

  PicturePlan.Look look() {
    Look chosen = dark ? Look.DARK : theme;
    return new PicturePlan.Look(screen, width, height, chosen.name().toLowerCase(Locale.ROOT));
  }

  static void checkReadable(List<Path> traces) {
    for (Path trace : traces) {
      if (!Files.isReadable(trace)) {
        throw new CliException(trace + " cannot be read: name a recorded trace");
      }
    }
  }
}
