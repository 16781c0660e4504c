package org.quorama.lab.cli.window;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cluster.ClusterException;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Laboratory;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.lab.LabView;
import org.quorama.trace.FaultTrace.LinkRule;

/** What the window's controls do to a cluster of real processes. Thread-safe. */
final class LiveLab extends OrderedLab {
  private final Supplier<ClusterSession> cluster;

  /** Makes one for a cluster that may be another later. */
  LiveLab(Supplier<ClusterSession> cluster) {
    this.cluster = cluster;
  }

  private Laboratory laboratory() {
    return new Laboratory(cluster.get());
  }

  @Override
  LabView order(NodeId node, LabOrder order) {
    return cluster.get().lab(node, order);
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
}
