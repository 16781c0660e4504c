package org.quorama.lab.cli.window;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.lab.demos.cluster.DemoCluster;
import org.quorama.lab.demos.cluster.SimulatedDemoClusters;
import org.quorama.lab.demos.cluster.SimulatedDemoClusters.Audience;
import org.quorama.lab.demos.script.DemoScript;
import org.quorama.monitor.app.MonitorLauncher;
import org.quorama.monitor.app.OpenWindow;
import org.quorama.trace.TraceEvent;

/**
 * A demo on simulated clusters in a window of its own. Virtual time passes while the script waits
 * for something, and at no other time.
 */
public final class SimulatedDemoWindow implements Audience {
  /** Set before the first step can be played. */
  private volatile @Nullable OpenWindow window;

  /** The cluster that the script plays on, null before the first. */
  private volatile @Nullable DemoCluster cluster;

  /** The time of the last event. */
  private volatile long latestNanos;

  private SimulatedDemoWindow() {}

  /**
   * Shows a demo until its window is closed; returns false if it cannot open.
   *
   * @param script what to play
   */
  public static boolean show(DemoScript script) {
    SimulatedDemoWindow shown = new SimulatedDemoWindow();
    SimulatedControls controls = new SimulatedControls(() -> ShownDemo.running(shown.cluster));
    return ShownDemo.show(
        script,
        new SimulatedDemoClusters(shown),
        (play, onClose) ->
            shown.window =
                MonitorLauncher.openSimulated(play, controls, () -> shown.latestNanos, onClose));
  }

  @Override
  public void started(DemoCluster started) {
    cluster = started;
    latestNanos = 0;
    OpenWindow shows = window;
    if (shows != null) {
      shows.show(started.nodes());
    }
  }

  @Override
  public void happened(List<TraceEvent> events) {
    OpenWindow shows = window;
    if (shows != null && !events.isEmpty()) {
      latestNanos = events.get(events.size() - 1).timeNanos();
      shows.tell(events);
    }
  }
}
