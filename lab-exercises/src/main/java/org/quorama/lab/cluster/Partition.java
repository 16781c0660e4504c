package org.quorama.lab.cluster;

import java.util.ArrayList;
import java.util.List;
import org.quorama.cluster.NodeId;
import org.quorama.trace.FaultTrace.LinkRule;

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

  /** Returns the rules of the links that are cut. */
  public List<LinkRule> rules() {
    List<LinkRule> rules = new ArrayList<>(LinkRule.cutAll(one, other));
    if (!oneWay) {
      rules.addAll(LinkRule.cutAll(other, one));
    }
    return rules;
  }
}
