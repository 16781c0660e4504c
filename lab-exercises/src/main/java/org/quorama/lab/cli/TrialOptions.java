package org.quorama.lab.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that break clusters of their own on purpose. Filled by picocli. */
final class TrialOptions {
  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of what is broken, and when (default: 1).")
  private long seed;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "Where clusters lie; failed ones stay there (default: ~/.quorama/ and the command).")
  private @Nullable Path dir;

  long seed() {
    return seed;
  }

  /** Returns where the clusters of a command lie. */
  Path dirOf(String command) {
    Path usual = Path.of(System.getProperty("user.home", "."), ".quorama", command);
    return (dir == null ? usual : dir).toAbsolutePath().normalize();
  }
}
