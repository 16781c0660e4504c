package org.quorama.lab.cluster;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.quorama.cluster.NodeId;
import org.quorama.supervisor.ClusterInfo;
import org.quorama.supervisor.Supervisor;
import org.quorama.supervisor.SupervisorConfig;
import org.quorama.supervisor.SupervisorPort;

/** Clusters of real processes on this machine. Thread-safe. */
public final class LiveClusters implements Clusters {
  @Override
  public ClusterSession start(ClusterPlan plan) {
    Supervisor supervisor = supervise(plan);
    return new LiveSession(supervisor.info(), new OwnKeeper(supervisor));
  }

  private static Supervisor supervise(ClusterPlan plan) {
    try {
      return Supervisor.start(
          new SupervisorConfig(
              plan.clusterDir(),
              plan.nodes(),
              plan.pace(),
              plan.settings(),
              NodeCommand.java(),
              plan.fresh()));
    } catch (IllegalStateException | IllegalArgumentException | UncheckedIOException e) {
      throw new ClusterException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public ClusterSession connect(Path clusterDir) {
    try {
      ClusterInfo info = ClusterInfo.read(clusterDir);
      return new LiveSession(info, new OtherKeeper(clusterDir));
    } catch (IllegalStateException | IllegalArgumentException | UncheckedIOException e) {
      throw new ClusterException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The supervisor is in this JVM, and its cluster ends with the session. */
  private record OwnKeeper(Supervisor supervisor) implements LiveSession.Keeper {
    @Override
    public void kill(NodeId node) {
      supervisor.kill(node);
    }

    @Override
    public void restart(NodeId node) {
      supervisor.restart(node);
    }

    @Override
    public void close() {
      supervisor.close();
    }
  }

  /** The supervisor is another process; it is asked when there is something to ask. */
  private record OtherKeeper(Path clusterDir) implements LiveSession.Keeper {
    @Override
    public void kill(NodeId node) {
      asking(() -> SupervisorPort.connect(clusterDir).kill(node));
    }

    @Override
    public void restart(NodeId node) {
      asking(() -> SupervisorPort.connect(clusterDir).restart(node));
    }

    @Override
    public void close() {
      // what another process started goes on
    }

    private static void asking(Runnable call) {
      try {
        call.run();
      } catch (IllegalStateException | IllegalArgumentException | UncheckedIOException e) {
        throw new ClusterException(String.valueOf(e.getMessage()), e);
      }
    }
  }
}
