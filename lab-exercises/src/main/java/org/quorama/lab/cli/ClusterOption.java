package org.quorama.lab.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that says which cluster. Filled by picocli. */
public final class ClusterOption {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = "${sys:user.home}/.quorama/default",
      description = "The cluster's directory (default: ~/.quorama/default).")
  private Path dir = Path.of("");

  /** Returns the directory of the cluster. */
  public Path dir() {
    return dir.toAbsolutePath().normalize();
  }
}
