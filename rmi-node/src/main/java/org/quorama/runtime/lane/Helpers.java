package org.quorama.runtime.lane;

import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The threads that bring a turn to the event loop and wait for what it asks for: they may as well
 * do it themselves after the turn, since waking another thread takes longer than most of it.
 * Thread-safe.
 */
public final class Helpers {
  /** Who brings a turn now, and what each has promised to do after it. */
  private final ConcurrentHashMap<Thread, ArrayDeque<Runnable>> promised =
      new ConcurrentHashMap<>();

  /** Brings a turn to the event loop. */
  public interface Turn {
    /** Returns false if the loop does not take it. */
    boolean bring();
  }

  /**
   * Has a turn brought by the caller, who then does himself what it asked for, if he ran it.
   *
   * @param turn brings it
   * @return what the turn returned
   */
  public boolean helping(Turn turn) {
    ArrayDeque<Runnable> mine = new ArrayDeque<>();
    if (promised.putIfAbsent(Thread.currentThread(), mine) != null) {
      return turn.bring();
    }
    try {
      return turn.bring();
    } finally {
      for (Runnable task = mine.poll(); task != null; task = mine.poll()) {
        task.run();
      }
      promised.remove(Thread.currentThread());
    }
  }

  /**
   * Has the caller do something after the turn that he brings.
   *
   * @param task what; throws nothing
   * @return false if the caller is no helper, and somebody else has to do it
   */
  public boolean promise(Runnable task) {
    ArrayDeque<Runnable> mine = promised.get(Thread.currentThread());
    // An interrupt would close a file for everyone.
    return mine != null && !Thread.currentThread().isInterrupted() && mine.add(task);
  }
}
