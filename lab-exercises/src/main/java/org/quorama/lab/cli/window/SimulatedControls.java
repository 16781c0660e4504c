package org.quorama.lab.cli.window;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cluster.ClusterException;
import org.quorama.lab.demos.cluster.DemoCluster;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.monitor.viewmodel.Action;
import org.quorama.monitor.viewmodel.ClusterControls;
import org.quorama.monitor.viewmodel.lab.LabControls;
import org.quorama.monitor.words.Phrase;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.lab.LabView;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.FaultTrace.Timer;

/** What the window's controls do to a simulated cluster. Thread-safe. */
final class SimulatedControls extends OrderedLab implements ClusterControls {
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

  @Override
  LabView order(NodeId node, LabOrder order) {
    return cluster.get().lab(node, order);
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
      return order(node, order).node().equals(node);
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
        order(node, new LabOrder.Look())
            .left(Timer.RAFT)
            .orElseThrow(() -> new ClusterException(node + " waits for no deadline"));
    if (left > 0) {
      all(new LabOrder.Advance(Duration.ofNanos(left)));
    }
    order(node, new LabOrder.Fire(Timer.RAFT));
  }

  @Override
  public void links(List<LinkRule> rules) {
    all(new LabOrder.SetLinks(rules));
  }

  /** Its deadline is fired, though time may not be frozen. */
  @Override
  public void elect(NodeId node) {
    fireAtOnce(node);
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
