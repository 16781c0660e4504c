package org.quorama.client;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.quorama.daemon.Daemons;

/**
 * Shows the cluster that the client lives while it asks nothing: one daemon thread, from the first
 * session on. Thread-safe.
 */
final class SessionKeeper implements AutoCloseable {
  /** How often a silent client is looked at within a session's timeout. */
  private static final int LOOKS = 6;

  private final Runnable look;

  /** Runs the looks, null before the first session; guarded by this. */
  private @Nullable ScheduledThreadPoolExecutor timer;

  /** What it runs, null before the first session; guarded by this. */
  private @Nullable ScheduledFuture<?> looks;

  private boolean closed;

  SessionKeeper(Runnable look) {
    this.look = look;
  }

  /** Begins to look, unless it has begun or is closed. */
  synchronized void begin(Duration timeout) {
    if (timer != null || closed) {
      return;
    }
    ScheduledThreadPoolExecutor started =
        new ScheduledThreadPoolExecutor(1, Daemons.named("quorama-client-session"));
    long pause = Math.max(1, timeout.toMillis() / LOOKS);
    looks = started.scheduleWithFixedDelay(look, pause, pause, TimeUnit.MILLISECONDS);
    timer = started;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (looks != null) {
      looks.cancel(false);
    }
    if (timer != null) {
      timer.shutdownNow();
    }
  }
}
