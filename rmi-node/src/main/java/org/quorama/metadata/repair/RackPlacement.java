package org.quorama.metadata.repair;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.quorama.cluster.NodeId;

/**
 * Spreads the replicas of a chunk over as many racks as it can, and within that fills the emptiest
 * chunkserver first [GFS §4.2].
 */
final class RackPlacement implements PlacementPolicy {
  private static final Comparator<Candidate> LOAD =
      Comparator.comparingInt(Candidate::replicas)
          .thenComparingLong(Candidate::bytes)
          .thenComparing(Candidate::node);

  private final RepairConfig config;

  RackPlacement(RepairConfig config) {
    this.config = config;
  }

  @Override
  public List<NodeId> choose(List<Candidate> candidates, Collection<NodeId> holders, int count) {
    ArrayList<Candidate> left = new ArrayList<>(candidates);
    ArrayList<NodeId> all = new ArrayList<>(holders);
    ArrayList<NodeId> chosen = new ArrayList<>();
    while (chosen.size() < count && !left.isEmpty()) {
      Candidate best =
          left.stream()
              .min(
                  Comparator.<Candidate>comparingLong(one -> inRackOf(one.node(), all))
                      .thenComparing(LOAD))
              .orElseThrow();
      left.remove(best);
      all.add(best.node());
      chosen.add(best.node());
    }
    return chosen;
  }

  private long inRackOf(NodeId node, Collection<NodeId> nodes) {
    return nodes.stream().filter(other -> config.rackOf(other).equals(config.rackOf(node))).count();
  }

  /** Takes from the fullest, but never so that fewer racks are left than replicas could have. */
  @Override
  public Optional<NodeId> victim(List<Candidate> holders, int target) {
    if (holders.size() <= Math.max(1, target)) {
      return Optional.empty();
    }
    List<NodeId> all = holders.stream().map(Candidate::node).toList();
    int least = Math.min(spread(all), target);
    return holders.stream()
        .filter(one -> spread(without(all, one.node())) >= least)
        .max(
            Comparator.<Candidate>comparingLong(one -> inRackOf(one.node(), all))
                .thenComparing(LOAD))
        .map(Candidate::node);
  }

  private static List<NodeId> without(List<NodeId> nodes, NodeId node) {
    return nodes.stream().filter(other -> !other.equals(node)).toList();
  }

  @Override
  public int spread(Collection<NodeId> nodes) {
    TreeSet<String> racks = new TreeSet<>();
    nodes.forEach(node -> racks.add(config.rackOf(node)));
    return racks.size();
  }
}
