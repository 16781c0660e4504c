package org.quorama.lab.demos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory for one demo, gone when the demo is over. */
public final class Scratch {
  private Scratch() {}

  /**
   * Makes an empty directory.
   *
   * @throws UncheckedIOException if there is no room for it
   */
  public static Path make() {
    try {
      return Files.createTempDirectory("quorama-demo-");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a directory for the demo: make room", e);
    }
  }

  /**
   * Removes a directory with all in it, as far as it can be.
   *
   * @param directory which
   */
  public static void delete(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      System.getLogger(Scratch.class.getName())
          .log(System.Logger.Level.WARNING, "Could not remove {0}: remove it by hand", directory);
    }
  }
}
