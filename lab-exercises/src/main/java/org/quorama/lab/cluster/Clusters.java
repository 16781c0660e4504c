package org.quorama.lab.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.quorama.cluster.NodeAddress;

/** Starts clusters, and finds those that run. Thread-safe. */
public interface Clusters {
  /**
   * Starts the nodes of a cluster and returns when their processes run; a leader may come later.
   *
   * @param plan what to start
   * @return the cluster; closing it ends all its nodes
   * @throws ClusterException if it cannot start; the message says what to do
   */
  ClusterSession start(ClusterPlan plan);

  /**
   * Finds a cluster that runs.
   *
   * @param clusterDir its directory
   * @return a connection; closing it ends nothing
   * @throws ClusterException if no cluster runs there
   */
  ClusterSession connect(Path clusterDir);

  /**
   * How to reach a cluster. Immutable.
   *
   * @param clusterDir the directory of one on this machine, for those without servers
   * @param servers where some nodes listen, empty for those of the directory
   * @param secretFile the file with the cluster's secret
   * @param timeout after which an operation is given up
   */
  record Reach(Path clusterDir, List<NodeAddress> servers, Path secretFile, Duration timeout) {
    /** Copies the list. */
    public Reach {
      servers = List.copyOf(servers);
    }
  }

  /**
   * Reaches a cluster by its servers, wherever they are; it need not answer yet.
   *
   * @param reach where it is
   * @throws ClusterException if the secret cannot be read, or no cluster runs in the directory
   */
  RemoteCluster reach(Reach reach);
}
