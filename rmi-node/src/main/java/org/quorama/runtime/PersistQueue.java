package org.quorama.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.quorama.daemon.Daemons;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.log.LogEntry;
import org.quorama.runtime.lane.Helpers;

/**
 * Writes what Raft must keep, in order: all that waits goes to the disk with one force (group
 * commit). A helper writes what his turn asks for if nobody writes; all else is written by a thread
 * of the queue's own. Nobody interrupts them, since an interrupt would close the file for everyone.
 * Bounded by what Raft lets be in flight.
 *
 * <p>A snapshot is a batch of its own: what came before it is called durable without waiting for
 * it.
 */
final class PersistQueue {
  private static final int MAX_BATCH = 1024;
  static final long MAX_BATCH_BYTES = 4L << 20;

  /** A batch that takes longer is slow, and the disk counts as slow for a while. */
  private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** For so many times as long as that took. */
  private static final long SLOW_TIMES = 50;

  private final Consumer<List<RaftEffect.Persist>> disk;
  private final Helpers helpers;
  private final LongSupplier nanoTime;
  private final LongConsumer onDurable;
  private final Consumer<Throwable> onFailure;

  /** What nobody took yet, and whether more is taken; guarded by this. */
  private ArrayDeque<RaftEffect.Persist> waiting = new ArrayDeque<>();

  private boolean closed;

  /** Who writes, or has promised to; guarded by this. */
  private Writer writer = Writer.NONE;

  /** What the writer took but did not write yet; confined to him. */
  private ArrayDeque<RaftEffect.Persist> taken = new ArrayDeque<>();

  private @Nullable Thread thread;

  /** Until when the disk counts as slow, in the clock's nanoseconds. */
  private volatile long slowUntil;

  private enum Writer {
    NONE,
    HELPER,
    THREAD
  }

  /**
   * Makes a queue.
   *
   * @param disk makes a batch durable, in order, or throws
   * @param helpers may write what they ask for
   * @param nanoTime the clock that tells whether the disk is slow, {@link System#nanoTime}
   * @param onDurable called with the last ticket of each durable batch, by who wrote it
   * @param onFailure called at most once; after it nothing is written any more
   */
  PersistQueue(
      Consumer<List<RaftEffect.Persist>> disk,
      Helpers helpers,
      LongSupplier nanoTime,
      LongConsumer onDurable,
      Consumer<Throwable> onFailure) {
    this.disk = disk;
    this.helpers = helpers;
    this.nanoTime = nanoTime;
    this.slowUntil = nanoTime.getAsLong();
    this.onDurable = onDurable;
    this.onFailure = onFailure;
  }

  void start(String name) {
    thread = Daemons.start(name, this::run);
  }

  /** Has something written, unless the queue has failed or was stopped. */
  synchronized void add(RaftEffect.Persist effect) {
    if (!closed) {
      waiting.add(effect);
      if (writer == Writer.NONE) {
        appoint(helpers.promise(this::help) ? Writer.HELPER : Writer.THREAD);
      }
    }
  }

  /** Says who writes from here on, and wakes the thread if there is something for it to do. */
  private synchronized void appoint(Writer next) {
    writer = next;
    if (next == Writer.THREAD || closed) {
      notifyAll();
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
      Daemons.join(thread, wait);
    }
  }

  private synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Tells whether somebody else still writes, or may. */
  synchronized boolean isRunning() {
    boolean threadRuns = thread != null && thread.isAlive() && thread != Thread.currentThread();
    return threadRuns || writer == Writer.HELPER;
  }

  private void run() {
    try {
      while (awaitWork()) {
        do {
          writeBatch();
        } while (!isDone());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(new IllegalStateException("The thread that writes was interrupted", e));
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  /** Waits until the thread has to write; returns false after the end. */
  private synchronized boolean awaitWork() throws InterruptedException {
    while (writer == Writer.HELPER || (writer == Writer.NONE && !closed)) {
      wait();
    }
    return writer == Writer.THREAD;
  }

  /** What a helper does after his turn: one batch; if there is more the thread goes on. */
  private void help() {
    try {
      writeBatch();
      if (!isDone()) {
        appoint(Writer.THREAD);
      }
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  private void writeBatch() {
    List<RaftEffect.Persist> batch = next();
    long begun = nanoTime.getAsLong();
    disk.accept(batch);
    noteDuration(begun, nanoTime.getAsLong());
    onDurable.accept(batch.get(batch.size() - 1).ticket());
  }

  private void noteDuration(long begun, long ended) {
    if (ended - begun > QUICK_NANOS) {
      slowUntil = ended + SLOW_TIMES * (ended - begun);
    }
  }

  /** Tells whether no batch took long of late, so that whoever has others wait for him may help. */
  boolean isQuick() {
    return nanoTime.getAsLong() - slowUntil >= 0;
  }

  /** Returns true, and appoints nobody, if all is written. */
  private synchronized boolean isDone() {
    boolean done = taken.isEmpty() && waiting.isEmpty();
    if (done) {
      appoint(Writer.NONE);
    }
    return done;
  }

  private void fail(Throwable cause) {
    synchronized (this) {
      closed = true;
      waiting.clear();
      appoint(Writer.NONE);
    }
    onFailure.accept(cause);
  }

  /** Returns what goes to the disk next, with one force; there is something. */
  private List<RaftEffect.Persist> next() {
    if (taken.isEmpty()) {
      take();
    }
    List<RaftEffect.Persist> batch = new ArrayList<>(Math.min(taken.size(), MAX_BATCH));
    long bytes = 0;
    boolean ends = false;
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

  private synchronized void take() {
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
