package org.quorama.lab.cli;

import org.quorama.cluster.NodeId;
import org.quorama.lab.cluster.ClusterSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command that does one thing to one node of a cluster that runs. Filled by picocli. */
public abstract class NodeVerb implements Runnable {
  private final CliContext context;
  @Mixin private ClusterOption cluster = new ClusterOption();

  @Parameters(paramLabel = "NODE", description = "Which node, as in n1.")
  private NodeId node = NodeId.of("n1");

  /**
   * Makes one.
   *
   * @param context where it runs
   */
  protected NodeVerb(CliContext context) {
    this.context = context;
  }

  @Override
  public final void run() {
    try (ClusterSession session = context.clusters().connect(cluster.dir())) {
      context.out().println(act(session, node));
    }
  }

  /**
   * Does it.
   *
   * @param session the cluster
   * @param which the node
   * @return what was done, as a sentence for the person who asked
   */
  protected abstract String act(ClusterSession session, NodeId which);
}
