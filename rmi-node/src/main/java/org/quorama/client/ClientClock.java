package org.quorama.client;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.quorama.protocol.MonotonicTime;

/** The seam between a client and time, so that tests need not wait. Thread-safe. */
interface ClientClock {
  /** Returns the present. */
  MonotonicTime now();

  /**
   * Lets the caller wait.
   *
   * @param duration how long at most; an interrupt ends it early
   */
  void pause(Duration duration);

  /** Returns the clock of this JVM. */
  static ClientClock system() {
    return new ClientClock() {
      @Override
      public MonotonicTime now() {
        return new MonotonicTime(System.nanoTime());
      }

      @Override
      public void pause(Duration duration) {
        LockSupport.parkNanos(duration.toNanos());
      }
    };
  }
}
