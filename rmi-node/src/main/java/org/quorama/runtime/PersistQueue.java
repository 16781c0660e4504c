package org.quorama.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.quorama.raft.RaftEffect;

/**
 * Writes what Raft must keep, in order, on a thread of its own: all that waits goes to the disk
 * with one force (group commit). Nobody interrupts that thread, since an interrupt would close the
 * file for everyone. Bounded by what Raft lets be in flight.
 */
final class PersistQueue {
  private static final int MAX_BATCH = 1024;

  private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>();
  private final Consumer<List<RaftEffect.Persist>> disk;
  private final LongConsumer onDurable;
  private final Consumer<Throwable> onFailure;
  private @Nullable Thread thread;

  /** A null effect ends the thread. */
  private record Item(RaftEffect.@Nullable Persist effect) {}

  /**
   * Makes a queue.
   *
   * @param disk makes a batch durable, in order, or throws
   * @param onDurable called with the last ticket of each durable batch, on the queue's thread
   * @param onFailure called at most once; after it nothing is written any more
   */
  PersistQueue(
      Consumer<List<RaftEffect.Persist>> disk,
      LongConsumer onDurable,
      Consumer<Throwable> onFailure) {
    this.disk = disk;
    this.onDurable = onDurable;
    this.onFailure = onFailure;
  }

  void start(String name) {
    thread = Threads.startDaemon(name, this::run);
  }

  void add(RaftEffect.Persist effect) {
    queue.add(new Item(effect));
  }

  /** Writes what waits, then ends the thread. */
  void stop(Duration wait) {
    queue.add(new Item(null));
    if (thread != null && thread != Thread.currentThread()) {
      Threads.join(thread, wait);
    }
  }

  private void run() {
    ArrayList<Item> items = new ArrayList<>();
    boolean open = true;
    try {
      while (open) {
        items.clear();
        items.add(queue.take());
        queue.drainTo(items, MAX_BATCH);
        open = write(items);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      onFailure.accept(e);
    }
  }

  private boolean write(List<Item> items) {
    ArrayList<RaftEffect.Persist> batch = new ArrayList<>(items.size());
    for (Item item : items) {
      if (item.effect() != null) {
        batch.add(item.effect());
      }
    }
    if (!batch.isEmpty()) {
      disk.accept(List.copyOf(batch));
      onDurable.accept(batch.get(batch.size() - 1).ticket());
    }
    return batch.size() == items.size();
  }
}
