package org.quorama.lab.cluster;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.quorama.supervisor.ClusterInfo;
import org.quorama.supervisor.Supervisor;
import org.quorama.supervisor.SupervisorConfig;
import org.quorama.supervisor.SupervisorPort;

/** Clusters of real processes on this machine. Thread-safe. */
public final class LiveClusters implements Clusters {
  @Override
  public ClusterSession start(ClusterPlan plan) {
    Supervisor supervisor = supervise(plan);
    return new LiveSession(supervisor.info(), () -> supervisor, supervisor::close);
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
      return new LiveSession(info, () -> SupervisorPort.connect(clusterDir), () -> {});
    } catch (IllegalStateException | IllegalArgumentException | UncheckedIOException e) {
      throw new ClusterException(String.valueOf(e.getMessage()), e);
    }
  }
}
