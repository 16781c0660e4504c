package org.quorama.monitor.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javafx.scene.image.Image;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.view.MonitorView;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.viewmodel.ClusterControls;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.ModelKeeper;
import org.quorama.monitor.viewmodel.Truth;
import org.quorama.monitor.viewmodel.UiDispatcher;
import org.quorama.trace.TraceEvent;

/** Makes a picture of the window as it stands after some events; the badge says RECORDED. */
public final class MonitorPicture {
  private MonitorPicture() {}

  /**
   * Writes the picture; returns when it is written. Not to be called on the JavaFX thread.
   *
   * @param events what happened, in order
   * @param png the file to write
   * @param width in pixels
   * @param height in pixels
   * @param theme light or dark
   * @throws NoDisplayException if JavaFX finds no display
   * @throws UncheckedIOException if the file cannot be written
   */
  public static void render(List<TraceEvent> events, Path png, int width, int height, Theme theme) {
    Toolkit.start();
    ClusterModel model = ClusterModel.of(List.of()).fold(events);
    ModelKeeper keeper = new ModelKeeper(List.of());
    keeper.change(nothing -> model);
    CompletableFuture<Image> image = new CompletableFuture<>();
    try (UiDispatcher dispatcher = UiDispatcher.ofJavaFx()) {
      dispatcher.run(
          () ->
              image.completeAsync(
                  () -> snapshot(keeper, dispatcher, width, height, theme), Runnable::run));
      Png.write(image.join(), png);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + png, e);
    }
  }

  private static Image snapshot(
      ModelKeeper keeper, UiDispatcher dispatcher, int width, int height, Theme theme) {
    long now = keeper.current().latestNanos();
    ClusterViewModel cluster =
        new ClusterViewModel(
            keeper,
            dispatcher,
            ClusterControls.none("A recording has no processes"),
            Truth.RECORDED,
            () -> now);
    MonitorView view = new MonitorView(cluster, theme, width, height);
    view.scene().snapshot(null);
    view.draw();
    return view.scene().snapshot(null);
  }
}
