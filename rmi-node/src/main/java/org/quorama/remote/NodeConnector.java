package org.quorama.remote;

import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeAddress;

/** Opens connections to nodes with the cluster's secret. Thread-safe. */
public interface NodeConnector {
  /**
   * Connects to a node, or returns the connection that stands.
   *
   * @param address where it listens
   * @throws NodeUnreachableException if it does not answer or refuses the secret
   */
  NodePort connect(NodeAddress address);

  /**
   * Asks the registry of one node for all nodes that it knows.
   *
   * @param anyNode any node
   * @throws NodeUnreachableException if it does not answer
   */
  ClusterMembers lookup(NodeAddress anyNode);
}
