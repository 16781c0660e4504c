package org.quorama.lab.bench;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A closed loop: each of several threads begins its next operation when the one before has
 * returned.
 */
final class ClosedLoop {
  private static final long COUNTED_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Operation operation;
  private final AtomicLong errors = new AtomicLong();
  private final AtomicReference<String> firstError = new AtomicReference<>("");
  private final CountDownLatch go = new CountDownLatch(1);
  private final AtomicLong tickets;
  private volatile long endAt;

  /** One operation of a caller. */
  interface Operation {
    /** Performs it; throws if it failed. */
    void run(int caller);
  }

  /**
   * What one run measured.
   *
   * @param seconds how long it took
   * @param errors how many operations failed
   * @param firstError why the first of them did, empty if none
   * @param latencies how long each operation that succeeded took
   */
  record Result(double seconds, long errors, String firstError, Latencies latencies) {
    double perSecond() {
      return operations() / seconds;
    }

    int operations() {
      return latencies.sortedNanos.length;
    }

    double percentileMicros(double part) {
      return latencies.percentileMicros(part);
    }
  }

  /** Times in order of length. Immutable. */
  static final class Latencies {
    private final long[] sortedNanos;

    private Latencies(Caller[] callers) {
      sortedNanos =
          Arrays.stream(callers)
              .flatMapToLong(caller -> Arrays.stream(caller.nanos, 0, caller.count))
              .sorted()
              .toArray();
    }

    private double percentileMicros(double part) {
      if (sortedNanos.length == 0) {
        return Double.NaN;
      }
      int index = (int) Math.ceil(part * sortedNanos.length) - 1;
      return sortedNanos[Math.max(0, index)] / 1000.0;
    }
  }

  private ClosedLoop(Operation operation, long most) {
    this.operation = operation;
    this.tickets = new AtomicLong(most);
  }

  /** Runs for a time and returns when the last operation has. */
  static Result run(int callers, double seconds, Operation operation) {
    return new ClosedLoop(operation, Long.MAX_VALUE).measure(callers, (long) (seconds * 1e9));
  }

  /** Runs so many operations, shared between the callers. */
  static Result count(int callers, long operations, Operation operation) {
    return new ClosedLoop(operation, operations).measure(callers, COUNTED_NANOS);
  }

  private Result measure(int callers, long nanos) {
    Caller[] all = new Caller[callers];
    for (int i = 0; i < callers; i++) {
      all[i] = new Caller(i);
      all[i].start();
    }
    long begin = System.nanoTime();
    endAt = begin + nanos;
    go.countDown();
    try {
      for (Caller caller : all) {
        caller.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new Result(seconds, errors.get(), firstError.get(), new Latencies(all));
  }

  private final class Caller extends Thread {
    private final int number;
    private long[] nanos = new long[1024];
    private int count;

    Caller(int number) {
      super("caller-" + number);
      this.number = number;
      setDaemon(true);
    }

    @Override
    public void run() {
      try {
        go.await();
      } catch (InterruptedException e) {
        return;
      }
      while (System.nanoTime() < endAt && tickets.getAndDecrement() > 0) {
        once(System.nanoTime());
      }
    }

    private void once(long begin) {
      try {
        operation.run(number);
        note(System.nanoTime() - begin);
      } catch (RuntimeException e) {
        errors.incrementAndGet();
        firstError.compareAndSet("", e.toString());
        LockSupport.parkNanos(PAUSE_NANOS); // no use in asking a broken cluster faster
      }
    }

    private void note(long taken) {
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * count);
      }
      nanos[count] = taken;
      count++;
    }
  }
}
