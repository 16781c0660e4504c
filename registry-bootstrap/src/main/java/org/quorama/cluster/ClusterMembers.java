package org.quorama.cluster;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The nodes known at one moment, with the address of each, in the order of their ids. Immutable.
 *
 * @param addresses the address of every known node
 */
public record ClusterMembers(Map<NodeId, NodeAddress> addresses) implements Serializable {
  /** Copies the map, sorted. */
  public ClusterMembers {
    addresses = Collections.unmodifiableMap(new TreeMap<>(addresses));
  }

  /** Returns the members of an empty cluster. */
  public static ClusterMembers none() {
    return new ClusterMembers(Map.of());
  }

  /**
   * Returns the address of a node, if it is known.
   *
   * @param node whom to look for
   */
  public Optional<NodeAddress> addressOf(NodeId node) {
    return Optional.ofNullable(addresses.get(node));
  }

  /**
   * Returns these members with one address added or replaced.
   *
   * @param node whose address
   * @param address where it listens now
   */
  public ClusterMembers with(NodeId node, NodeAddress address) {
    TreeMap<NodeId, NodeAddress> changed = new TreeMap<>(addresses);
    changed.put(node, address);
    return new ClusterMembers(changed);
  }
}
