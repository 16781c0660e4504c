package org.quorama.lab.cli.window;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.quorama.lab.cluster.ClusterPlan;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Clusters;
import org.quorama.lab.cluster.RemoteCluster;
import org.quorama.lab.demos.cluster.LiveDemoClusters;
import org.quorama.lab.demos.script.DemoScript;
import org.quorama.monitor.app.MonitorLauncher;
import org.quorama.monitor.app.OpenWindow;

/** A demo in a window of its own: every cluster that the script starts is shown there. */
public final class DemoWindow implements Clusters {
  private final Clusters clusters;

  /** Set before the first step can be played. */
  private volatile @Nullable OpenWindow window;

  /** The cluster that the script plays on, null before the first. */
  private volatile @Nullable ClusterSession session;

  private DemoWindow(Clusters clusters) {
    this.clusters = clusters;
  }

  /**
   * Shows a demo until its window is closed; returns false if it cannot open.
   *
   * @param script what to play
   * @param clusters starts the clusters
   */
  public static boolean show(DemoScript script, Clusters clusters) {
    DemoWindow shown = new DemoWindow(clusters);
    LiveControls controls = new LiveControls(() -> ShownDemo.running(shown.session), true);
    return ShownDemo.show(
        script,
        new LiveDemoClusters(shown),
        (play, onClose) -> shown.window = MonitorLauncher.openDemo(play, controls, onClose));
  }

  @Override
  public ClusterSession start(ClusterPlan plan) {
    ClusterSession started = clusters.start(plan);
    session = started;
    OpenWindow shows = window;
    if (shows != null) {
      shows.watch(started.nodes(), started.connector());
    }
    return started;
  }

  @Override
  public ClusterSession connect(Path clusterDir) {
    return clusters.connect(clusterDir);
  }

  @Override
  public RemoteCluster reach(Reach reach) {
    return clusters.reach(reach);
  }
}
