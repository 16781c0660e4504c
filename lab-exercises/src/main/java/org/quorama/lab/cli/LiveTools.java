package org.quorama.lab.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cluster.ClusterException;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Laboratory;
import org.quorama.monitor.app.MonitorLauncher;
import org.quorama.monitor.app.MonitorPicture;
import org.quorama.monitor.app.NoDisplayException;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.viewmodel.ClusterControls;
import org.quorama.monitor.viewmodel.lab.LabControls;
import org.quorama.node.NodeMain;
import org.quorama.raft.log.Membership;
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
          session.nodes(), session.connector(), controlsOf(session), closed::countDown);
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

  private static ClusterControls controlsOf(ClusterSession session) {
    return new ClusterControls() {
      @Override
      public void kill(NodeId node) {
        session.kill(node);
      }

      @Override
      public void restart(NodeId node) {
        session.restart(node);
      }

      @Override
      public void handOverTo(NodeId target) {
        MemberCommands.ask(session, port -> port.transferLeadership(target));
      }

      @Override
      public void changeMembers(Membership.Change change) {
        MemberCommands.ask(session, port -> port.changeMembership(change));
      }

      @Override
      public Optional<LabControls> lab() {
        return isLab(session) ? Optional.of(new LiveLab(session)) : Optional.empty();
      }

      @Override
      public boolean hasEnded(NodeId node) {
        return session.hasEnded(node);
      }
    };
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
