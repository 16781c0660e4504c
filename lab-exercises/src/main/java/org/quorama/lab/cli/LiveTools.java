package org.quorama.lab.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.quorama.lab.cli.window.DemoWindow;
import org.quorama.lab.cli.window.LiveControls;
import org.quorama.lab.cli.window.SimulatedDemoWindow;
import org.quorama.lab.cluster.ClusterException;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Clusters;
import org.quorama.lab.cluster.Laboratory;
import org.quorama.lab.demos.script.DemoScript;
import org.quorama.monitor.app.MonitorLauncher;
import org.quorama.monitor.app.MonitorPicture;
import org.quorama.monitor.app.NoDisplayException;
import org.quorama.monitor.view.Theme;
import org.quorama.node.NodeMain;
import org.quorama.trace.MergedTrace;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceFile;

/** The real programs behind the commands. */
final class LiveTools implements CliContext.Tools {
  private static final double NANOS = 1e9;

  @Override
  public int node(String[] arguments) {
    NodeMain.main(arguments);
    return 0;
  }

  @Override
  public boolean monitor(ClusterSession session) {
    CountDownLatch closed = new CountDownLatch(1);
    try {
      MonitorLauncher.open(
          session.nodes(),
          session.connector(),
          new LiveControls(() -> session, isLab(session)),
          closed::countDown);
      closed.await();
      return true;
    } catch (NoDisplayException ignored) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static boolean isLab(ClusterSession session) {
    try {
      return !new Laboratory(session).look().views().isEmpty();
    } catch (ClusterException notStartedAsOne) {
      return false;
    }
  }

  @Override
  public boolean demo(DemoScript script, Clusters clusters) {
    return DemoWindow.show(script, clusters);
  }

  @Override
  public boolean simulatedDemo(DemoScript script) {
    return SimulatedDemoWindow.show(script);
  }

  @Override
  public void picture(PictureCommand.Plan plan) {
    MonitorPicture.render(
        eventsOf(plan),
        plan.png(),
        plan.width(),
        plan.height(),
        plan.dark() ? Theme.DARK : Theme.LIGHT);
  }

  private static List<TraceEvent> eventsOf(PictureCommand.Plan plan) {
    List<TraceEvent> all = new ArrayList<>();
    for (Path trace : plan.traces()) {
      try (Stream<TraceEvent> events = TraceFile.read(trace)) {
        events.forEach(all::add);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read " + trace, e);
      }
    }
    long first = all.stream().mapToLong(TraceEvent::timeNanos).min().orElse(0);
    all.removeIf(event -> (event.timeNanos() - first) / NANOS > plan.atSeconds());
    all.sort(MergedTrace.CAUSAL);
    return all;
  }

  @Override
  public int simulate(SimCommand.Plan plan, CliContext context) {
    return Simulations.run(plan, context);
  }

  @Override
  public int warmUp() {
    return WarmUp.run();
  }
}
