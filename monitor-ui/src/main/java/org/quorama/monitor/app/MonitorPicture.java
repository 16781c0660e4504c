package org.quorama.monitor.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import javafx.scene.image.Image;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.view.MonitorView;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.viewmodel.ClusterControls;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.ModelKeeper;
import org.quorama.monitor.viewmodel.Truth;
import org.quorama.trace.TraceEvent;

/**
 * Makes a picture of the window as it stands after some events; the badge says RECORDED. Draws in
 * memory, so it needs no display.
 */
public final class MonitorPicture {
  private static final long SILENCE_NANOS = 2_000_000_000L;

  private MonitorPicture() {}

  /**
   * Writes the picture; returns when it is written. Not to be called on the JavaFX thread.
   *
   * @param events what happened, in order
   * @param png the file to write
   * @param width in pixels
   * @param height in pixels
   * @param theme light or dark
   * @throws UncheckedIOException if the file cannot be written
   */
  public static void render(List<TraceEvent> events, Path png, int width, int height, Theme theme) {
    Toolkit.startInMemory();
    ClusterModel model = withoutTheSilent(ClusterModel.of(List.of()).fold(events), events);
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

  /** A killed node does not record its own end: its trace stops while those of others go on. */
  private static ClusterModel withoutTheSilent(ClusterModel model, List<TraceEvent> events) {
    Map<NodeId, Long> last = new TreeMap<>();
    events.forEach(event -> last.merge(event.node(), event.timeNanos(), Math::max));
    ClusterModel now = model;
    for (Map.Entry<NodeId, Long> node : last.entrySet()) {
      if (model.latestNanos() - node.getValue() > SILENCE_NANOS) {
        now = now.reachable(node.getKey(), false);
      }
    }
    return now;
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
