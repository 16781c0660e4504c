package org.quorama.runtime;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.quorama.daemon.Daemons;
import org.quorama.protocol.MonotonicTime;
import org.quorama.runtime.time.LiveClock;

/**
 * Runs a node's cores, one turn at a time, in the order in which each thread brings its turns; when
 * a deadline of the cores comes it lets time pass. Between turns and deadlines it waits and costs
 * nothing. What runs in a turn need not be thread-safe.
 *
 * <p>Other threads put turns into its mailbox, for its own thread to run. If nothing waits and no
 * turn runs, whoever brings a turn runs it himself: waking another thread takes longer than most
 * turns do.
 *
 * <p>Bound: at most {@code bound} turns wait; then {@link #submit} answers no, and its caller tells
 * its own caller that the node is overloaded. Completions of what the node itself began always get
 * in, for their number is bounded by what the cores let begin.
 */
final class NodeEventLoop {
  private static final int MAX_BATCH = 256;

  /** What the loop drives; called in turns only. */
  interface Deadlines {
    /** Returns when {@link #timePassed} is to be called at the latest. */
    MonotonicTime nextWakeup();

    /** Lets time pass. */
    void timePassed();
  }

  private final Queue<Runnable> mailbox = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final int bound;
  private final LiveClock clock;
  private final Deadlines deadlines;
  private final Consumer<Throwable> onFailure;
  private final Thread thread;

  /** Held by the thread whose turn it is. */
  private final ReentrantLock turn = new ReentrantLock();

  /** When the loop's thread looks at the deadlines again; guarded by {@link #turn}. */
  private MonotonicTime watchedUntil = MonotonicTime.ZERO;

  /** Whether only asides run; changed in turns. */
  private volatile boolean paused;

  private volatile boolean started;
  private volatile boolean stopping;

  NodeEventLoop(
      String name, int bound, LiveClock clock, Deadlines deadlines, Consumer<Throwable> onFailure) {
    this.bound = bound;
    this.clock = clock;
    this.deadlines = deadlines;
    this.onFailure = onFailure;
    this.thread = Daemons.thread(name, this::run);
  }

  /** Starts the thread; protocol time begins to pass. */
  void start() {
    clock.begin();
    started = true;
    thread.start();
  }

  /** Runs a turn, or puts it into the mailbox; returns false if it is full or the loop stops. */
  boolean submit(Runnable next) {
    boolean taken = !stopping && waiting.get() < bound;
    if (taken) {
      bring(next);
    }
    return taken;
  }

  /** Takes the completion of something that the node began. */
  void complete(Runnable next) {
    if (!stopping) {
      bring(next);
    }
  }

  private void bring(Runnable next) {
    boolean idle = started && waiting.get() == 0 && !paused && !turn.isHeldByCurrentThread();
    if (idle && turn.tryLock()) {
      runHere(next);
    } else {
      waiting.incrementAndGet();
      mailbox.add(next);
      LockSupport.unpark(thread);
    }
  }

  /**
   * Runs a turn on this thread before all that waits, even while the loop is paused; returns false
   * if the loop has not started, stops, or does not come to it in time.
   *
   * @param wait how long at most
   */
  boolean runAside(Runnable next, Duration wait) {
    boolean mine = started && !stopping && tryTurn(wait);
    if (mine) {
      runHere(next);
    }
    return mine;
  }

  /**
   * Has the loop run nothing but what is brought aside, or go on; what is brought meanwhile waits.
   * Confined to a turn.
   */
  void pause(boolean on) {
    paused = on;
    wake();
  }

  /** Runs a turn on the thread that brought it, which holds the lock. */
  private void runHere(Runnable next) {
    boolean wanted;
    try {
      take(next);
      letTimePass();
      wanted = deadlines.nextWakeup().compareTo(watchedUntil) < 0;
    } catch (RuntimeException | Error e) {
      wanted = true;
      fail(e);
    } finally {
      turn.unlock();
    }
    if (wanted) {
      LockSupport.unpark(thread);
    }
  }

  /** Returns how many turns wait. */
  int waiting() {
    return waiting.get();
  }

  /** Has the loop look at its deadlines again. */
  void wake() {
    LockSupport.unpark(thread);
  }

  /** Ends the loop after the turn that runs; what still waits is dropped. */
  void stop(Duration wait) {
    stopping = true;
    LockSupport.unpark(thread);
    if (Thread.currentThread() != thread && !turn.isHeldByCurrentThread()) {
      Daemons.join(thread, wait);
      awaitTurn(wait);
    }
  }

  private void awaitTurn(Duration wait) {
    if (tryTurn(wait)) {
      turn.unlock();
    }
  }

  private boolean tryTurn(Duration wait) {
    try {
      return turn.tryLock(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The top loop: whatever comes up here stops the node. */
  private void run() {
    while (!stopping) {
      long nanos = round();
      if ((paused || waiting.get() == 0) && !stopping) {
        LockSupport.parkNanos(this, nanos);
      }
    }
  }

  /** Runs what waits; returns how long nothing is due. */
  private long round() {
    turn.lock();
    try {
      Runnable next = paused ? null : mailbox.poll();
      for (int ran = 1; next != null; ran++) {
        waiting.decrementAndGet();
        take(next);
        next = ran < MAX_BATCH && !paused ? mailbox.poll() : null;
      }
      letTimePass();
      watchedUntil = deadlines.nextWakeup();
      return paused ? Long.MAX_VALUE : clock.realNanosUntil(watchedUntil);
    } catch (RuntimeException | Error e) {
      fail(e);
      return 0;
    } finally {
      turn.unlock();
    }
  }

  private void take(Runnable next) {
    if (!stopping) {
      next.run();
    }
  }

  private void letTimePass() {
    if (!stopping && !paused && deadlines.nextWakeup().isDue(clock.now())) {
      deadlines.timePassed();
    }
  }

  private void fail(Throwable cause) {
    stopping = true;
    onFailure.accept(cause);
  }
}
