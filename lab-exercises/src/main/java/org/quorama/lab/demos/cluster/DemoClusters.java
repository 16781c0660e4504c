package org.quorama.lab.demos.cluster;

import java.util.Map;

/** Starts the clusters that scripts play on. */
public interface DemoClusters {
  /**
   * Starts a cluster as a lab and returns when all its nodes serve; nothing has happened yet if it
   * is frozen.
   *
   * @param nodes how many, 1 to 9
   * @param frozen whether protocol time stands still from the start
   * @param settings keys of the nodes' configuration
   * @return the cluster; closing it ends all its nodes
   * @throws org.quorama.lab.cluster.ClusterException if it cannot start; the message says what to
   *     do
   */
  DemoCluster start(int nodes, boolean frozen, Map<String, String> settings);
}
