package org.quorama.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.log.LogEntry;

/**
 * Writes what Raft must keep, in order, on a thread of its own: all that waits goes to the disk
 * with one force (group commit). Nobody interrupts that thread, since an interrupt would close the
 * file for everyone. Bounded by what Raft lets be in flight.
 *
 * <p>A snapshot is a batch of its own: what came before it is called durable without waiting for
 * it.
 */
final class PersistQueue {
  private static final int MAX_BATCH = 1024;
  static final long MAX_BATCH_BYTES = 4L << 20;

  private final Consumer<List<RaftEffect.Persist>> disk;
  private final LongConsumer onDurable;
  private final Consumer<Throwable> onFailure;

  /** What nobody took yet, and whether more is taken; guarded by this. */
  private ArrayDeque<RaftEffect.Persist> waiting = new ArrayDeque<>();

  private boolean closed;

  /** What the thread took but did not write yet; confined to it. */
  private ArrayDeque<RaftEffect.Persist> taken = new ArrayDeque<>();

  private @Nullable Thread thread;

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

  /** Has something written, unless the queue has failed or was stopped. */
  synchronized void add(RaftEffect.Persist effect) {
    if (!closed) {
      boolean idle = waiting.isEmpty();
      waiting.add(effect);
      if (idle) {
        notifyAll();
      }
    }
  }

  /** Returns how much waits that nobody took yet. */
  synchronized int size() {
    return waiting.size();
  }

  /** Has what waits written, then the thread end; waits for that, but not for ever. */
  void stop(Duration wait) {
    close();
    if (thread != null && thread != Thread.currentThread()) {
      Threads.join(thread, wait);
    }
  }

  private synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Tells whether the thread still runs, and so may write. */
  boolean isRunning() {
    return thread != null && thread.isAlive() && thread != Thread.currentThread();
  }

  private void run() {
    try {
      for (List<RaftEffect.Persist> batch = next(); !batch.isEmpty(); batch = next()) {
        disk.accept(batch);
        onDurable.accept(batch.get(batch.size() - 1).ticket());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(new IllegalStateException("The thread that writes was interrupted", e));
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  private void fail(Throwable cause) {
    synchronized (this) {
      closed = true;
      waiting.clear();
    }
    taken.clear();
    onFailure.accept(cause);
  }

  /** Returns what goes to the disk next, with one force; nothing after the end. */
  private List<RaftEffect.Persist> next() throws InterruptedException {
    if (taken.isEmpty()) {
      take();
    }
    List<RaftEffect.Persist> batch = new ArrayList<>(Math.min(taken.size(), MAX_BATCH));
    long bytes = 0;
    boolean ends = taken.isEmpty();
    while (!ends) {
      RaftEffect.Persist effect = taken.remove();
      batch.add(effect);
      bytes += bytesOf(effect);
      ends =
          taken.isEmpty()
              || isAlone(effect)
              || isAlone(taken.element())
              || batch.size() == MAX_BATCH
              || bytes >= MAX_BATCH_BYTES;
    }
    return Collections.unmodifiableList(batch);
  }

  /** Takes all that waits; waits for something, unless the queue is closed. */
  private synchronized void take() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    ArrayDeque<RaftEffect.Persist> all = waiting;
    waiting = taken;
    taken = all;
  }

  private static boolean isAlone(RaftEffect.Persist effect) {
    return effect instanceof RaftEffect.SaveSnapshot;
  }

  private static long bytesOf(RaftEffect.Persist effect) {
    long bytes = 0;
    if (effect instanceof RaftEffect.AppendToLog append) {
      for (LogEntry entry : append.entries()) {
        bytes += entry.command().length();
      }
    }
    return bytes;
  }
}
