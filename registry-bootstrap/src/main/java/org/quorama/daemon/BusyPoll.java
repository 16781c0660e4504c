package org.quorama.daemon;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/**
 * Waits for bytes with open eyes: a thread that sleeps is woken later than most answers take. It
 * looks only where the last bytes came soon, not for long, and gives way after each look to whoever
 * can run. One a connection, confined to one reader at a time.
 */
public final class BusyPoll {
  /** How many threads of a process poll at once; the others sleep. More are no faster. */
  static final int MAX_POLLING = 2;

  private static final Semaphore PLACES = new Semaphore(MAX_POLLING);

  private final long windowNanos;
  private final LongSupplier nanoTime;
  private long beganAt;

  /** Whether the last wait ended within the window. */
  private boolean cameSoon;

  /** Looks whether there is something to read. */
  @FunctionalInterface
  public interface Look {
    /**
     * Looks, and does not wait.
     *
     * @throws IOException if the connection is of no use
     */
    boolean isThere() throws IOException;
  }

  /**
   * Makes one for a connection.
   *
   * @param window how long to look before the thread sleeps; nothing is polled if it is zero
   */
  public BusyPoll(Duration window) {
    this(window, System::nanoTime);
  }

  BusyPoll(Duration window, LongSupplier nanoTime) {
    this.windowNanos = window.toNanos();
    this.nanoTime = nanoTime;
  }

  /** Begins a wait. */
  public void begin() {
    beganAt = nanoTime.getAsLong();
  }

  /**
   * Looks until there is something, if that came soon the last time.
   *
   * @param look looks once
   * @return whether there is something; if not, the caller is to sleep until there is
   */
  public boolean poll(Look look) throws IOException {
    if (!cameSoon || !PLACES.tryAcquire()) {
      return false;
    }
    try {
      return lookForAWhile(look);
    } finally {
      PLACES.release();
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // nothing but speed depends on who goes first
  private boolean lookForAWhile(Look look) throws IOException {
    while (isWithinWindow()) {
      if (look.isThere()) {
        return true;
      }
      Thread.yield();
    }
    return false;
  }

  private boolean isWithinWindow() {
    return nanoTime.getAsLong() - beganAt < windowNanos;
  }

  /** Ends the wait: something came. */
  public void arrived() {
    cameSoon = isWithinWindow();
  }
}
