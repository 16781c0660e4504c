package org.quorama.lab.bench;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.quorama.client.OperationFailedException;
import org.quorama.daemon.Daemons;

/**
 * Writes without pause in an open loop: one write every 10 ms, whether or not earlier ones have
 * returned, so that the time to the first success is the cluster's outage and not the time-out of a
 * write that was caught in it. Thread-safe.
 */
final class OutageProbe implements AutoCloseable {
  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int MAX_OUTSTANDING = 512;

  private final ClosedLoop.Operation write;
  private final Semaphore outstanding = new Semaphore(MAX_OUTSTANDING);
  private final ExecutorService pool = Executors.newCachedThreadPool(Daemons.named("probe"));
  private final Thread ticker = Daemons.thread("probe", this::tick);
  private volatile boolean stopped;

  /** Successes of writes begun before this do not count; guarded by this. */
  private long notBefore = Long.MAX_VALUE;

  /** When the first write that counts had succeeded, 0 before; guarded by this. */
  private long succeededAt;

  OutageProbe(ClosedLoop.Operation write) {
    this.write = write;
    ticker.start();
  }

  private void tick() {
    while (!stopped) {
      if (outstanding.tryAcquire()) {
        pool.execute(this::probe);
      }
      LockSupport.parkNanos(INTERVAL_NANOS);
    }
  }

  private void probe() {
    long begin = System.nanoTime();
    try {
      write.run(0);
      note(begin, System.nanoTime());
    } catch (IllegalStateException | OperationFailedException ignored) {
      // the outage is what is being measured
    } finally {
      outstanding.release();
    }
  }

  private synchronized void note(long begin, long end) {
    if (begin >= notBefore && succeededAt == 0) {
      succeededAt = end;
      notifyAll();
    }
  }

  /** Returns when the first write begun from now on has succeeded; nothing if none does in time. */
  synchronized OptionalLong awaitSuccess(Duration atMost) {
    succeededAt = 0;
    notBefore = System.nanoTime();
    long end = notBefore + atMost.toNanos();
    try {
      while (succeededAt == 0 && System.nanoTime() < end) {
        wait(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return succeededAt == 0 ? OptionalLong.empty() : OptionalLong.of(succeededAt);
  }

  @Override
  public void close() {
    stopped = true;
    pool.shutdownNow();
  }
}
