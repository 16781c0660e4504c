package org.quorama.lab.cli.window;

import java.time.Duration;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.Lab;
import org.quorama.monitor.viewmodel.lab.LabControls;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.lab.LabView;
import org.quorama.trace.FaultTrace.DiskCondition;
import org.quorama.trace.FaultTrace.Release;

/** A lab whose nodes take orders: what is the same on real processes and simulated ones. */
abstract class OrderedLab implements LabControls {
  private static final Duration SLOW = Duration.ofMillis(200);

  /** Gives a node an order, and returns what is so afterwards. */
  abstract LabView order(NodeId node, LabOrder order);

  /** Returns a node's clock. */
  final LabView.Clock time(NodeId node) {
    return order(node, new LabOrder.Look()).time();
  }

  /** Time stands still while a node's deadline is fired; then it goes on as before. */
  final void fireAtOnce(NodeId node) {
    LabView.Clock before = time(node);
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
  public final void release(Lab.Held message, Release release) {
    order(message.at(), new LabOrder.ReleaseMessage(message.messageId(), release));
  }

  @Override
  public final void pause(NodeId node, boolean paused) {
    order(node, new LabOrder.SetPaused(paused));
  }

  @Override
  public final void disk(NodeId node, DiskCondition condition) {
    order(node, new LabOrder.SetDisk(condition, SLOW));
  }

  @Override
  public final void clock(NodeId node, double rate) {
    jump(node, rate, Duration.ZERO);
  }

  @Override
  public final void jump(NodeId node, double rate, Duration by) {
    order(node, new LabOrder.SetClock(rate, by));
  }
}
