package org.quorama.lab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A directory that is gone when it is closed, or when this process is told to end. */
final class Scratch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Scratch.class.getName());
  private static final int STOP_SECONDS = 8;

  private final Path directory;
  private final Thread atExit = new Thread(this::deleteBehindNodes, "scratch-exit");

  private Scratch(Path directory) {
    this.directory = directory;
  }

  static Scratch make() {
    try {
      Scratch scratch = new Scratch(Files.createTempDirectory("quorama-bench-"));
      Runtime.getRuntime().addShutdownHook(scratch.atExit);
      return scratch;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a directory for the cluster: make room", e);
    }
  }

  Path directory() {
    return directory;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
      delete();
    } catch (IllegalStateException ignored) {
      // the JVM is ending, and deletes it by itself
    }
  }

  /** The supervisor ends the nodes meanwhile; until then they would write. */
  private void deleteBehindNodes() {
    CompletableFuture<?>[] ends =
        ProcessHandle.current().children().map(ProcessHandle::onExit).toArray(this::futures);
    CompletableFuture<Void> unused =
        CompletableFuture.allOf(ends)
            .completeOnTimeout(null, STOP_SECONDS, TimeUnit.SECONDS)
            .thenRun(this::delete);
    unused.join();
  }

  private CompletableFuture<?>[] futures(int length) {
    return new CompletableFuture<?>[length];
  }

  private void delete() {
    try (Stream<Path> all = Files.walk(directory)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.log(Level.WARNING, "Could not remove {0}: remove it by hand", directory);
    }
  }
}
