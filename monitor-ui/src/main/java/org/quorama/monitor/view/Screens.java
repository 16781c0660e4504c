package org.quorama.monitor.view;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import javafx.scene.layout.Region;
import org.quorama.monitor.view.screen.Screen;
import org.quorama.monitor.viewmodel.ClusterViewModel;

/** Makes every screen of the window, in the order of their tabs. Stateless. */
final class Screens {
  private Screens() {}

  static List<Screen> of(ClusterViewModel cluster, Supplier<Theme> theme) {
    RingView ring = new RingView(cluster);
    LogGrid log = new LogGrid(cluster);
    ChunkMap chunks = new ChunkMap(cluster, theme);
    return List.of(
        new OverviewScreen(cluster, theme),
        new Simple("ring", ring, ring::draw),
        new Simple("log", log, (look, now) -> log.draw(look)),
        new Simple("chunks", chunks, (look, now) -> chunks.draw()));
  }

  /**
   * A screen that has no more to it than what it shows.
   *
   * @param key its name
   * @param content what it shows
   * @param drawer draws it
   */
  private record Simple(String key, Region content, BiConsumer<Theme, Long> drawer)
      implements Screen {
    @Override
    public void draw(Theme theme, long nowNanos) {
      drawer.accept(theme, nowNanos);
    }
  }
}
