package org.quorama.monitor.view;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import javafx.scene.layout.Region;
import org.quorama.monitor.model.checks.Verdicts;
import org.quorama.monitor.view.figures.ChecksScreen;
import org.quorama.monitor.view.figures.MetricsScreen;
import org.quorama.monitor.view.figures.SqlScreen;
import org.quorama.monitor.view.links.LinksScreen;
import org.quorama.monitor.view.log.LogScreen;
import org.quorama.monitor.view.members.MembersScreen;
import org.quorama.monitor.view.screen.Screen;
import org.quorama.monitor.view.spacetime.SpaceTimeScreen;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.spacetime.Past;
import org.quorama.monitor.viewmodel.spacetime.SpaceTimeViewModel;
import org.quorama.monitor.words.Words;

/** Makes every screen of the window, in the order of their tabs. Stateless. */
final class Screens {
  private Screens() {}

  static List<Screen> of(ClusterViewModel cluster, Words words, Supplier<Theme> theme) {
    SpaceTimeViewModel spaceTime =
        new SpaceTimeViewModel(
            Past.of(cluster.timeLine()), cluster.selection(), () -> broken(cluster));
    RingView ring = new RingView(cluster);
    ChunkMap chunks = new ChunkMap(cluster, theme, true);
    return List.of(
        new OverviewScreen(cluster, words, theme),
        new Simple("ring", ring, ring::draw),
        new LogScreen(cluster, words),
        new SpaceTimeScreen(spaceTime, words),
        new Simple("chunks", chunks, (look, now) -> chunks.draw()),
        new MembersScreen(cluster, words),
        new LinksScreen(cluster, words),
        new ChecksScreen(cluster, words),
        new MetricsScreen(cluster, words),
        new SqlScreen(cluster, words));
  }

  /** The rules that are broken, by how many events precede the one that shows it. */
  private static Map<Long, String> broken(ClusterViewModel cluster) {
    Map<Long, String> broken = new TreeMap<>();
    for (Verdicts.Verdict verdict : cluster.figures().verdictsProperty().get().all()) {
      Verdicts.Found first = verdict.first();
      if (first != null) {
        broken.merge(first.position(), verdict.rule().word(), (one, more) -> one + ", " + more);
      }
    }
    return broken;
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
