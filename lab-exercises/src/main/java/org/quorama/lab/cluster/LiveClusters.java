package org.quorama.lab.cluster;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.quorama.client.ClientConfig;
import org.quorama.client.QuoramaClient;
import org.quorama.cluster.NodeAddress;
import org.quorama.remote.NodeConnector;
import org.quorama.remote.RmiNodeConnector;
import org.quorama.rmi.ClusterSecret;
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
              NodeCommand.java(plan.pace()),
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

  @Override
  public RemoteCluster reach(Reach reach) {
    try {
      NodeConnector connector = RmiNodeConnector.ofClient(ClusterSecret.read(reach.secretFile()));
      List<NodeAddress> servers =
          reach.servers().isEmpty()
              ? List.copyOf(ClusterInfo.read(reach.clusterDir()).nodes().values())
              : reach.servers();
      ClientConfig config = ClientConfig.defaults().withOperationTimeout(reach.timeout());
      return new RemoteCluster(new QuoramaClient(connector, servers, config), connector, servers);
    } catch (IllegalStateException | IllegalArgumentException | UncheckedIOException e) {
      throw new ClusterException(String.valueOf(e.getMessage()), e);
    }
  }
}
