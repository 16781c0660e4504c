package org.quorama.runtime;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.quorama.daemon.Daemons;

/**
 * Keeps a processor awake while few clients wait: what they wait for is a chain of threads that
 * wake each other, and a processor that fell asleep in between wakes up later than most of them are
 * done. It polls only as long as an answer usually takes, and gives way to whoever can run. When
 * many wait no processor falls asleep. Thread-safe.
 */
final class IdlePoller {
  /** When more operations than these came together lately no processor falls asleep. */
  private static final int FEW = 16;

  /** The part of what came together that is forgotten with every time that fewer do. */
  private static final int FORGETTING = 16;

  /** Longer than most answers take, and the next question after them. */
  private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(1500);

  private final LongSupplier nanoTime;

  /** When to fall asleep. */
  private volatile long until;

  /** How many operations came together lately; falls slowly. Guarded by this. */
  private int lately;

  private volatile boolean asleep;
  private volatile boolean stopping;
  private volatile @Nullable Thread thread;

  /**
   * Makes one that does nothing before it is started, or ever.
   *
   * @param nanoTime the clock, {@link System#nanoTime}
   */
  IdlePoller(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.until = nanoTime.getAsLong();
  }

  /** Starts its thread, and returns it. */
  Thread start(String name) {
    Thread started = Daemons.start(name, this::run);
    thread = started;
    return started;
  }

  /**
   * Notes that operations came together and wait.
   *
   * @param operations how many
   */
  void expect(int operations) {
    Thread polling = thread;
    if (polling != null && latelyWith(operations) <= FEW) {
      until = nanoTime.getAsLong() + POLL_NANOS;
      if (asleep) {
        LockSupport.unpark(polling);
      }
    }
  }

  /** Many callers do not always come together: a small message between large ones is no lull. */
  private synchronized int latelyWith(int operations) {
    lately = Math.max(operations, lately - 1 - lately / FORGETTING);
    return lately;
  }

  /** Tells whether it waits to be needed. */
  boolean isAsleep() {
    return asleep;
  }

  /** Ends it within a moment. */
  void stop() {
    stopping = true;
    LockSupport.unpark(thread);
  }

  @SuppressWarnings("ThreadPriorityCheck") // nothing but speed depends on who goes first
  private void run() {
    while (!stopping) {
      if (isNeeded()) {
        Thread.yield();
      } else {
        sleep();
      }
    }
  }

  /** Tells whether somebody may still wait. */
  boolean isNeeded() {
    return until - nanoTime.getAsLong() > 0;
  }

  private void sleep() {
    asleep = true;
    if (!isNeeded() && !stopping) {
      LockSupport.park(this);
    }
    asleep = false;
  }
}
