package org.quorama.remote;

import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeAddress;

/**
 * Opens connections to nodes with the cluster's secret; several clients may share them. Whoever
 * made it closes it, after its clients. Thread-safe.
 */
public interface NodeConnector extends AutoCloseable {
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

  /** Closes the connections that are kept for the next call; what is asked later keeps none. */
  @Override
  default void close() {}
}
