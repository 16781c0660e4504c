package org.quorama.lab.cli.window;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cluster.ClusterException;
import org.quorama.lab.demos.cluster.DemoCluster;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.monitor.model.Lab;
import org.quorama.monitor.viewmodel.Action;
import org.quorama.monitor.viewmodel.ClusterControls;
import org.quorama.monitor.viewmodel.lab.LabControls;
import org.quorama.monitor.words.Phrase;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.lab.LabView;
import org.quorama.trace.FaultTrace.DiskCondition;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.FaultTrace.Release;
import org.quorama.trace.FaultTrace.Timer;

/** What the window's controls do to a simulated cluster. Thread-safe. */
final class SimulatedControls implements ClusterControls, LabControls {
  private static final Duration SLOW = Duration.ofMillis(200);

  private final Supplier<DemoCluster> cluster;

  /** Makes some for a cluster that may be another later. */
  SimulatedControls(Supplier<DemoCluster> cluster) {
    this.cluster = cluster;
  }

  @Override
  public void kill(NodeId node) {
    cluster.get().kill(node);
  }

  @Override
  public void restart(NodeId node) {
    cluster.get().restart(node);
  }

  @Override
  public Optional<LabControls> lab() {
    return Optional.of(this);
  }

  private void all(LabOrder order) {
    int heard = 0;
    for (NodeId node : cluster.get().nodes()) {
      heard += isTakenBy(node, order) ? 1 : 0;
    }
    if (heard == 0) {
      throw new ClusterException("no node runs: restart one");
    }
  }

  private boolean isTakenBy(NodeId node, LabOrder order) {
    try {
      return cluster.get().lab(node, order).node().equals(node);
    } catch (NodeUnreachableException ignored) {
      return false;
    }
  }

  @Override
  public void pace(int dilation, boolean frozen) {
    all(new LabOrder.SetPace(0, dilation, frozen));
  }

  @Override
  public void fire(NodeId node) {
    long left =
        cluster.get().lab(node, new LabOrder.Look()).deadlines().stream()
            .filter(deadline -> deadline.timer() == Timer.RAFT)
            .mapToLong(LabView.Deadline::inNanos)
            .findFirst()
            .orElseThrow(() -> new ClusterException(node + " waits for no deadline"));
    if (left > 0) {
      all(new LabOrder.Advance(Duration.ofNanos(left)));
    }
    cluster.get().lab(node, new LabOrder.Fire(Timer.RAFT));
  }

  @Override
  public void release(Lab.Held message, Release release) {
    cluster.get().lab(message.at(), new LabOrder.ReleaseMessage(message.messageId(), release));
  }

  @Override
  public void links(List<LinkRule> rules) {
    all(new LabOrder.SetLinks(rules));
  }

  @Override
  public void pause(NodeId node, boolean paused) {
    cluster.get().lab(node, new LabOrder.SetPaused(paused));
  }

  @Override
  public void disk(NodeId node, DiskCondition condition) {
    cluster.get().lab(node, new LabOrder.SetDisk(condition, SLOW));
  }

  @Override
  public void clock(NodeId node, double rate) {
    cluster.get().lab(node, new LabOrder.SetClock(rate, Duration.ZERO));
  }

  @Override
  public void jump(NodeId node, double rate, Duration by) {
    cluster.get().lab(node, new LabOrder.SetClock(rate, by));
  }

  /** Time stands still while its deadline is fired; then it goes on as before. */
  @Override
  public void elect(NodeId node) {
    LabView.Clock before = cluster.get().lab(node, new LabOrder.Look()).time();
    if (before.frozen()) {
      fire(node);
      return;
    }
    pace(before.dilation(), true);
    try {
      fire(node);
    } finally {
      pace(before.dilation(), false);
    }
  }

  @Override
  public void write(Action kind, String path, String text) {
    FileOperation create = new FileOperation.CreateFile(ClusterFiles.pathOf(path));
    ClusterFiles.require(cluster.get().perform(create));
  }

  @Override
  public Optional<Phrase> refusal(Action action) {
    return switch (action) {
      case LEAD, LEARN, VOTE, REMOVE, ADD_NODE -> Optional.of(Phrase.of("controls.no.simulated"));
      case APPEND, PUT -> Optional.of(Phrase.of("controls.no.bytes"));
      default -> Optional.empty();
    };
  }
}
