package org.quorama.lab.cli.window;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cluster.ClusterException;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Laboratory;
import org.quorama.monitor.model.Lab;
import org.quorama.monitor.viewmodel.lab.LabControls;
import org.quorama.remote.lab.LabOrder;
import org.quorama.trace.FaultTrace.DiskCondition;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.FaultTrace.Release;

/** What the window's controls do to a cluster of real processes. Thread-safe. */
final class LiveLab implements LabControls {
  private static final Duration SLOW = Duration.ofMillis(200);

  private final Supplier<ClusterSession> cluster;

  /** Makes one for a cluster that may be another later. */
  LiveLab(Supplier<ClusterSession> cluster) {
    this.cluster = cluster;
  }

  private ClusterSession session() {
    return cluster.get();
  }

  private Laboratory laboratory() {
    return new Laboratory(session());
  }

  @Override
  public void pace(int dilation, boolean frozen) {
    heardBy(laboratory().setPace(dilation, frozen));
  }

  @Override
  public void fire(NodeId node) {
    laboratory().fire(node);
  }

  @Override
  public void release(Lab.Held message, Release release) {
    laboratory().release(message.at(), message.messageId(), release);
  }

  @Override
  public void links(List<LinkRule> rules) {
    heardBy(laboratory().setLinks(rules));
  }

  /** Dead nodes need not hear; that nobody does is worth a word. */
  private static void heardBy(Laboratory.Answers answers) {
    Set<NodeId> silent = answers.silent();
    if (answers.views().isEmpty()) {
      throw new ClusterException("no node answers, of " + silent);
    }
  }

  @Override
  public void pause(NodeId node, boolean paused) {
    session().lab(node, new LabOrder.SetPaused(paused));
  }

  @Override
  public void disk(NodeId node, DiskCondition condition) {
    session().lab(node, new LabOrder.SetDisk(condition, SLOW));
  }

  @Override
  public void clock(NodeId node, double rate) {
    session().lab(node, new LabOrder.SetClock(rate, Duration.ZERO));
  }

  @Override
  public void jump(NodeId node, double rate, Duration by) {
    session().lab(node, new LabOrder.SetClock(rate, by));
  }
}
