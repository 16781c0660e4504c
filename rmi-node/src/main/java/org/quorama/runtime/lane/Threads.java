package org.quorama.runtime.lane;

import java.time.Duration;

/** Small things about threads. */
public final class Threads {
  private Threads() {}

  /**
   * Waits until a thread ends.
   *
   * @param thread which
   * @param wait at most so long
   */
  public static void join(Thread thread, Duration wait) {
    try {
      thread.join(Math.max(1, wait.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Makes a daemon thread.
   *
   * @param name its name
   * @param body what it does
   */
  public static Thread daemon(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Starts a daemon thread.
   *
   * @param name its name
   * @param body what it does
   */
  public static Thread startDaemon(String name, Runnable body) {
    Thread thread = daemon(name, body);
    thread.start();
    return thread;
  }
}
