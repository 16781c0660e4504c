package org.quorama.monitor.dispatch;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.application.Platform;
import org.quorama.daemon.Daemons;

/** Crosses over to the JavaFX thread; the only caller of {@code Platform.runLater}. Thread-safe. */
final class FxDispatcher implements UiDispatcher {
  private static final int FRAME_MILLIS = 33;

  /** What changes all the time is shown ten times a second: more often nobody can read it. */
  private static final int STEADY_MILLIS = 100;

  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(2 * STEADY_MILLIS);

  private final AtomicBoolean pending = new AtomicBoolean();

  /** When the last refresh ran. */
  private volatile long flushedNanos = System.nanoTime() - REST_NANOS;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Daemons.named("monitor-frames"));

  @Override
  public void run(Runnable work) {
    Platform.runLater(work);
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // runs once; a failure reaches the FX thread
  public void refresh(Runnable flush) {
    if (timer.isShutdown() || !pending.compareAndSet(false, true)) {
      return;
    }
    boolean rested = System.nanoTime() - flushedNanos > REST_NANOS;
    int delay = rested ? FRAME_MILLIS : STEADY_MILLIS;
    timer.schedule(() -> run(() -> flushed(flush)), delay, TimeUnit.MILLISECONDS);
  }

  private void flushed(Runnable flush) {
    pending.set(false);
    flushedNanos = System.nanoTime();
    flush.run();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
