package org.quorama.lab.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.quorama.lab.cli.recording.PicturePlan;
import org.quorama.lab.cli.trace.RecordedRun;
import org.quorama.lab.cli.window.DemoWindow;
import org.quorama.lab.cli.window.LiveControls;
import org.quorama.lab.cli.window.SimulatedDemoWindow;
import org.quorama.lab.cluster.ClusterException;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Clusters;
import org.quorama.lab.cluster.Laboratory;
import org.quorama.lab.demos.script.DemoScript;
import org.quorama.monitor.app.ClipSpan;
import org.quorama.monitor.app.MonitorLauncher;
import org.quorama.monitor.app.MonitorPicture;
import org.quorama.monitor.app.NoDisplayException;
import org.quorama.monitor.app.OpenWindow;
import org.quorama.monitor.app.PictureStyle;
import org.quorama.monitor.app.file.RecordingPlan;
import org.quorama.monitor.model.history.History;
import org.quorama.monitor.view.Theme;
import org.quorama.node.NodeMain;

/** The real programs behind the commands. */
final class LiveTools implements CliContext.Tools {
  private static final double NANOS = 1e9;

  @Override
  public int node(String[] arguments) {
    NodeMain.main(arguments);
    return 0;
  }

  @Override
  public boolean monitor(ClusterSession session, RecordingPlan recording) {
    CountDownLatch closed = new CountDownLatch(1);
    try {
      LiveControls controls = new LiveControls(() -> session, isLab(session));
      OpenWindow window =
          MonitorLauncher.open(
              session.nodes(), session.connector(), controls, recording, closed::countDown);
      controls.setOnAdded(node -> window.watchAlso(node, session.nodes(), session.connector()));
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
  public boolean open(List<Path> files) {
    CountDownLatch closed = new CountDownLatch(1);
    RecordedRun run = RecordedRun.open(files);
    try {
      MonitorLauncher.openRecording(run.history(), run.branches(), closed::countDown);
      closed.await();
      return true;
    } catch (NoDisplayException ignored) {
      run.history().close();
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void picture(PicturePlan plan) {
    try (History history = RecordedRun.open(plan.traces()).history()) {
      long nanos = nanosOf(history, plan.fromSeconds());
      MonitorPicture.render(history, nanos, styleOf(plan), plan.target());
    } catch (IllegalArgumentException e) {
      throw new CliException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void clip(PicturePlan plan) {
    try (History history = RecordedRun.open(plan.traces()).history()) {
      long from = nanosOf(history, plan.fromSeconds());
      ClipSpan span = new ClipSpan(from, nanosOf(history, plan.toSeconds()), plan.speed());
      MonitorPicture.clip(history, span, styleOf(plan), plan.target());
    } catch (IllegalArgumentException e) {
      throw new CliException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public List<String> screens() {
    return MonitorPicture.screens();
  }

  private static long nanosOf(History history, double seconds) {
    History.Extent extent = history.extent();
    double nanos = extent.firstNanos() + seconds * NANOS;
    return nanos >= extent.lastNanos()
        ? extent.lastNanos()
        : extent.firstNanos() + Math.round(seconds * NANOS);
  }

  private static PictureStyle styleOf(PicturePlan plan) {
    PicturePlan.Look look = plan.look();
    return new PictureStyle(look.screen(), look.width(), look.height(), Theme.named(look.theme()));
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
