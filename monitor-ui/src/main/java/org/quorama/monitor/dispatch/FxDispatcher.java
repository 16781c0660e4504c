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

  private final AtomicBoolean pending = new AtomicBoolean();
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
    timer.schedule(() -> run(() -> flushed(flush)), FRAME_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void flushed(Runnable flush) {
    pending.set(false);
    flush.run();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
