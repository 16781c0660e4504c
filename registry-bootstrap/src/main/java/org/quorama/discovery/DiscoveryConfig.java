package org.quorama.discovery;

import java.util.List;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;

/**
 * How a node takes part in discovery. Immutable.
 *
 * @param self this node
 * @param rmiAddress where it listens for RMI, to be told to the others
 * @param clusterName only nodes with the same name meet
 * @param bind where discovery itself listens; it also takes the port 100 above
 * @param seeds the discovery addresses of all nodes that may be there
 * @param lab whether links may be cut from outside; members that fall silent are missed sooner then
 */
public record DiscoveryConfig(
    NodeId self,
    NodeAddress rmiAddress,
    String clusterName,
    NodeAddress bind,
    List<NodeAddress> seeds,
    boolean lab) {
  /** How far above its discovery port a node listens for the end of its neighbours. */
  public static final int FAILURE_PORT_OFFSET = 100;

  /** Copies the list. */
  public DiscoveryConfig {
    seeds = List.copyOf(seeds);
  }
}
