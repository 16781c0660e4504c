package org.quorama.lab.cluster;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.quorama.cluster.NodeId;
import org.quorama.remote.NodePort.LinkCut;

/**
 * Two groups of nodes that no longer hear each other. Immutable.
 *
 * @param one the first group
 * @param other the second
 * @param oneWay true if only what the first group sends is lost
 */
public record Partition(List<NodeId> one, List<NodeId> other, boolean oneWay) {
  /**
   * Copies the lists and checks them.
   *
   * @throws IllegalArgumentException if a group is empty, or a node is in both
   */
  public Partition {
    one = List.copyOf(one);
    other = List.copyOf(other);
    if (one.isEmpty() || other.isEmpty()) {
      throw new IllegalArgumentException("Each of the two groups has at least one node");
    }
    for (NodeId node : one) {
      if (other.contains(node)) {
        throw new IllegalArgumentException("Node " + node + " cannot be on both sides");
      }
    }
  }

  /** Returns what each node has to be cut off from. */
  public Map<NodeId, LinkCut> cuts() {
    List<NodeId> wayBackOfOther = oneWay ? List.of() : one;
    List<NodeId> wayBackOfOne = oneWay ? List.of() : other;
    Map<NodeId, LinkCut> cuts = new TreeMap<>();
    one.forEach(node -> cuts.put(node, new LinkCut(wayBackOfOne, other)));
    other.forEach(node -> cuts.put(node, new LinkCut(one, wayBackOfOther)));
    return cuts;
  }
}
