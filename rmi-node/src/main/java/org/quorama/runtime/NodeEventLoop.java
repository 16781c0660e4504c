package org.quorama.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quorama.protocol.MonotonicTime;

/**
 * The one thread on which a node's cores run. Other threads put turns into its mailbox; when a
 * deadline of the cores comes it lets time pass. Between turns and deadlines it waits and costs
 * nothing.
 *
 * <p>Bound: at most {@code bound} turns wait; then {@link #submit} answers no, and its caller tells
 * its own caller that the node is overloaded. Completions of what the node itself began always get
 * in, for their number is bounded by what the cores let begin.
 */
final class NodeEventLoop {
  private static final int MAX_BATCH = 256;

  /** What the loop drives; confined to its thread. */
  interface Deadlines {
    /** Returns when {@link #timePassed} is to be called at the latest. */
    MonotonicTime nextWakeup();

    /** Lets time pass. */
    void timePassed();
  }

  private final BlockingQueue<Runnable> mailbox = new LinkedBlockingQueue<>();
  private final int bound;
  private final LiveClock clock;
  private final Deadlines deadlines;
  private final Consumer<Throwable> onFailure;
  private final Thread thread;

  private volatile boolean stopping;

  NodeEventLoop(
      String name, int bound, LiveClock clock, Deadlines deadlines, Consumer<Throwable> onFailure) {
    this.bound = bound;
    this.clock = clock;
    this.deadlines = deadlines;
    this.onFailure = onFailure;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /** Starts the thread; protocol time begins to pass. */
  void start() {
    clock.begin();
    thread.start();
  }

  /** Puts a turn into the mailbox; returns false if it is full or the loop has stopped. */
  boolean submit(Runnable turn) {
    return !stopping && mailbox.size() < bound && mailbox.offer(turn);
  }

  /** Puts in the completion of something that the node began. */
  void complete(Runnable turn) {
    if (!stopping) {
      mailbox.add(turn);
    }
  }

  /** Ends the loop after the turn that runs; what still waits is dropped. */
  void stop(Duration wait) {
    stopping = true;
    mailbox.add(() -> {});
    if (Thread.currentThread() != thread) {
      Threads.join(thread, wait);
    }
  }

  /** The top loop: whatever comes up here stops the node. */
  private void run() {
    ArrayList<Runnable> batch = new ArrayList<>(MAX_BATCH);
    try {
      while (!stopping) {
        round(batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      stopping = true;
      onFailure.accept(e);
    }
  }

  private void round(List<Runnable> batch) throws InterruptedException {
    Runnable first = await();
    if (first != null) {
      batch.add(first);
      mailbox.drainTo(batch, MAX_BATCH - 1);
      batch.forEach(this::take);
      batch.clear();
    }
    if (!stopping && deadlines.nextWakeup().isDue(clock.now())) {
      deadlines.timePassed();
    }
  }

  private @Nullable Runnable await() throws InterruptedException {
    long nanos = clock.realNanosUntil(deadlines.nextWakeup());
    return mailbox.poll(nanos, TimeUnit.NANOSECONDS);
  }

  private void take(Runnable turn) {
    if (!stopping) {
      turn.run();
    }
  }
}
