package org.quorama.monitor.app;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javafx.scene.image.Image;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.model.history.History;
import org.quorama.monitor.view.MonitorView;
import org.quorama.monitor.viewmodel.ClusterControls;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.ModelKeeper;
import org.quorama.monitor.viewmodel.Truth;
import org.quorama.monitor.viewmodel.time.TimeLine;

/**
 * A window that nobody sees, to take pictures of a history. Not to be used on the JavaFX thread;
 * JavaFX runs already. The history stays open.
 */
final class Studio implements AutoCloseable {
  /** What screens look up beside the JavaFX thread is there by then. */
  private static final long SETTLE_MILLIS = 300;

  private final UiDispatcher dispatcher = UiDispatcher.ofJavaFx();
  private final TimeLine time;
  private final MonitorView view;

  Studio(History history, PictureStyle style) {
    long end = history.extent().lastNanos();
    ModelKeeper keeper = new ModelKeeper(history, node -> false);
    ClusterControls none = ClusterControls.none("A recording has no processes");
    ClusterViewModel cluster =
        onFx(() -> new ClusterViewModel(keeper, dispatcher, none, Truth.RECORDED, () -> end));
    time = cluster.timeLine();
    onFx(
        () -> {
          cluster.figures().awaitAll();
          return time;
        });
    view = onFx(() -> new MonitorView(cluster, style.theme(), style.width(), style.height()));
    if (!style.screen().equals(PictureStyle.WINDOW) && !onFx(() -> view.show(style.screen()))) {
      throw new IllegalArgumentException(
          "There is no screen " + style.screen() + "; there are " + String.join(", ", keys()));
    }
  }

  List<String> keys() {
    return view.keys();
  }

  private <T> T onFx(Supplier<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    dispatcher.run(() -> result.completeAsync(work, Runnable::run));
    return result.join();
  }

  /** Goes to a time; later than the end stands for the end. */
  void goTo(long nanos) {
    CompletableFuture<Boolean> there = new CompletableFuture<>();
    dispatcher.run(
        () -> {
          if (nanos >= time.extentProperty().get().lastNanos()) {
            time.follow();
          } else {
            time.jumpToTime(nanos);
          }
          time.seekingProperty().addListener((at, before, busy) -> there.complete(!busy));
          if (!time.seekingProperty().get()) {
            there.complete(true);
          }
        });
    there.join();
  }

  /** Waits until screens have looked up what they show. */
  void settle() {
    shoot();
    CompletableFuture.runAsync(
            () -> {}, CompletableFuture.delayedExecutor(SETTLE_MILLIS, TimeUnit.MILLISECONDS))
        .join();
  }

  Image shoot() {
    return onFx(
        () -> {
          view.scene().snapshot(null);
          view.draw();
          view.scene().snapshot(null);
          view.draw();
          return view.scene().snapshot(null);
        });
  }

  @Override
  public void close() {
    dispatcher.close();
  }
}
