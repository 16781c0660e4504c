package org.quorama.daemon;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/** Makes daemon threads. Thread-safe. */
public final class Daemons {
  private Daemons() {}

  /**
   * Makes a daemon thread.
   *
   * @param name its name
   * @param body what it does
   */
  public static Thread thread(String name, Runnable body) {
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
  public static Thread start(String name, Runnable body) {
    Thread thread = thread(name, body);
    thread.start();
    return thread;
  }

  /**
   * Returns what makes the daemon threads of an executor.
   *
   * @param name the name of each
   */
  public static ThreadFactory named(String name) {
    return body -> thread(name, body);
  }

  /**
   * Returns what runs each task on a daemon thread of its own, at once.
   *
   * @param name of each thread
   */
  public static Executor each(String name) {
    return body -> start(name, body);
  }

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
}
