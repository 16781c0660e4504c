package org.quorama.lab.cluster;

import java.nio.file.Path;

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
}
