package org.quorama.runtime;

import java.time.Duration;

/** Small things about threads. */
final class Threads {
  private Threads() {}

  /** Waits until a thread ends, at most this long. */
  static void join(Thread thread, Duration wait) {
    try {
      thread.join(Math.max(1, wait.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts a daemon thread. */
  static Thread startDaemon(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
