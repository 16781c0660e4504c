package org.quorama.lab.tree;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Directories for one run of something, gone when it is over. */
public final class Scratch {
  private static final System.Logger LOG = System.getLogger(Scratch.class.getName());

  private Scratch() {}

  /**
   * Makes an empty directory for temporary files.
   *
   * @param purpose a word for its name
   * @throws UncheckedIOException if there is no room for it
   */
  public static Path make(String purpose) {
    try {
      return Files.createTempDirectory("quorama-" + purpose + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot make a directory for the " + purpose + ": make room", e);
    }
  }

  /**
   * Removes a directory with all in it, if it is there.
   *
   * @param directory which
   * @throws UncheckedIOException if something in it cannot be removed
   */
  public static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + directory, e);
    }
  }

  /**
   * Removes a directory with all in it, as far as it can be; says so in the log if it cannot.
   *
   * @param directory which
   */
  public static void discard(Path directory) {
    try {
      delete(directory);
    } catch (UncheckedIOException e) {
      LOG.log(Level.WARNING, "Could not remove {0}: remove it by hand", directory);
    }
  }
}
