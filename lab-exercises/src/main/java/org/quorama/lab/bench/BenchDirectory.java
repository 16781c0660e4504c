package org.quorama.lab.bench;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.quorama.lab.tree.Scratch;

/** A directory that is gone when it is closed, or when this process is told to end. */
final class BenchDirectory implements AutoCloseable {
  private static final int STOP_SECONDS = 8;

  private final Path directory;
  private final Thread atExit = new Thread(this::deleteBehindNodes, "scratch-exit");

  private BenchDirectory(Path directory) {
    this.directory = directory;
  }

  static BenchDirectory make() {
    BenchDirectory made = new BenchDirectory(Scratch.make("bench"));
    Runtime.getRuntime().addShutdownHook(made.atExit);
    return made;
  }

  Path directory() {
    return directory;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
      Scratch.discard(directory);
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
            .thenRun(() -> Scratch.discard(directory));
    unused.join();
  }

  private CompletableFuture<?>[] futures(int length) {
    return new CompletableFuture<?>[length];
  }
}
