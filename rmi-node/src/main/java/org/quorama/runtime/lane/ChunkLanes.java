package org.quorama.runtime.lane;

import java.util.ArrayDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.daemon.Daemons;

/**
 * Runs what is to be done to chunks, that of one chunk in order, that of different chunks at once.
 *
 * <p>A helper does himself what his turn asks for; all else is done by a few threads. Nobody is
 * interrupted in between. Thread-safe.
 */
public final class ChunkLanes {
  private static final int LANES = 16;

  /** So many tasks a helper runs of a lane that others fill, before a thread takes over. */
  private static final int HELP = 8;

  private final ThreadPoolExecutor threads;
  private final Lane[] lanes = new Lane[LANES];

  private final Helpers helpers;

  /**
   * Makes lanes.
   *
   * @param name what the names of the threads begin with
   * @param threadCount how many threads do what no helper does
   * @param helpers may do what they ask for
   */
  public ChunkLanes(String name, int threadCount, Helpers helpers) {
    this.helpers = helpers;
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            threadCount,
            threadCount,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            body -> Daemons.thread(name + number.getAndIncrement(), body),
            new ThreadPoolExecutor.DiscardPolicy());
    for (int i = 0; i < LANES; i++) {
      lanes[i] = new Lane();
    }
  }

  /** The tasks of some chunks, in order. */
  private static final class Lane {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

    /** Whether somebody runs the tasks, or will. */
    private boolean isTaken;

    /** Adds a task; returns true if the caller has to see to it that somebody runs it. */
    synchronized boolean add(Runnable task) {
      tasks.add(task);
      boolean isFree = !isTaken;
      isTaken = true;
      return isFree;
    }

    private synchronized @Nullable Runnable next() {
      Runnable task = tasks.poll();
      isTaken = task != null;
      return task;
    }

    /** Runs tasks; returns false if there may be more of them. */
    boolean run(int most) {
      for (int i = 0; i < most; i++) {
        Runnable task = next();
        if (task == null) {
          return true;
        }
        task.run();
      }
      return false;
    }
  }

  /**
   * Has something done to a chunk after all that was asked for before.
   *
   * @param chunk to which
   * @param task what; throws nothing
   */
  public void execute(ChunkId chunk, Runnable task) {
    Lane lane = lanes[Math.floorMod(chunk.value(), LANES)];
    if (lane.add(task) && !helpers.promise(() -> help(lane))) {
      hand(lane);
    }
  }

  private void hand(Lane lane) {
    threads.execute(() -> lane.run(Integer.MAX_VALUE));
  }

  private void help(Lane lane) {
    if (!lane.run(HELP)) {
      hand(lane);
    }
  }

  /** Lets what runs and waits finish; takes nothing new. */
  public void stop() {
    threads.shutdown();
  }
}
