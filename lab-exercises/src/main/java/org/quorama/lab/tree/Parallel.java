package org.quorama.lab.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.quorama.daemon.Daemons;

/** Does the same to many things, some at once. Confined to one thread, but for its workers. */
final class Parallel implements AutoCloseable {
  private final ExecutorService workers;

  Parallel(int threads) {
    this.workers = Executors.newFixedThreadPool(threads, Daemons.named("quorama-tree"));
  }

  /**
   * Does it to all, and returns when it is done.
   *
   * @throws IllegalStateException if it failed for one of them, or this thread is interrupted
   */
  <T> void forEach(List<T> things, Consumer<T> work) {
    List<Future<?>> ends = new ArrayList<>(things.size());
    things.forEach(thing -> ends.add(workers.submit(() -> work.accept(thing))));
    for (Future<?> end : ends) {
      await(end);
    }
  }

  private static void await(Future<?> end) {
    try {
      end.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while files are moved", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("A worker ended in an unexpected way", e.getCause());
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
