package org.quorama.runtime.time;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Real time that passes when a test says so. Thread-safe. */
public final class FakeTime {
  private static final long WALL_NANOS = TimeUnit.MILLISECONDS.toNanos(1_700_000_000_000L);

  private final AtomicLong real = new AtomicLong(5_000_000);

  /** Returns a clock of a lab that runs by this time. */
  public LiveClock clock() {
    return clock(Pace.REAL);
  }

  LiveClock clock(Pace first) {
    return new LiveClock(real::get, this::wallNanos, first, true);
  }

  private long wallNanos() {
    return WALL_NANOS + real.get();
  }

  /** Returns the wall clock some time from now, in milliseconds since 1970. */
  public long wallMillisIn(long millis) {
    return TimeUnit.NANOSECONDS.toMillis(wallNanos()) + millis;
  }

  /** Lets real time pass. */
  public void pass(Duration duration) {
    real.addAndGet(duration.toNanos());
  }
}
