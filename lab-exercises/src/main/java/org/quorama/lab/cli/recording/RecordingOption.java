package org.quorama.lab.cli.recording;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quorama.monitor.app.file.RecordingPlan;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option that says how much a window records. Filled by picocli. */
public final class RecordingOption {
  @Option(
      names = "--record-limit",
      paramLabel = "SIZE",
      converter = SizeText.class,
      defaultValue = "1G",
      description =
          "How large the window's recording may grow, such as 500M; the oldest goes first (default:"
              + " 1G; 0 records nothing). It is in DIR/recordings: quorama open FILE.")
  private long limitBytes = RecordingPlan.DEFAULT_LIMIT_BYTES;

  /**
   * Returns where the window of a cluster records.
   *
   * @param clusterDir the cluster's directory
   */
  public RecordingPlan plan(Path clusterDir) {
    return new RecordingPlan(clusterDir.resolve("recordings"), limitBytes);
  }

  /** Reads a size with a unit. */
  static final class SizeText implements ITypeConverter<Long> {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})([KMG]?)");

    @Override
    public Long convert(String text) {
      Matcher size = SIZE.matcher(text.toUpperCase(Locale.ROOT));
      if (!size.matches()) {
        throw new TypeConversionException("not a size such as 500M, 2G or 0: " + text);
      }
      int shift =
          switch (size.group(2)) {
            case "K" -> 10;
            case "M" -> 20;
            case "G" -> 30;
            default -> 0;
          };
      return Long.parseLong(size.group(1)) << shift;
    }
  }
}
