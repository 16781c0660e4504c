package org.quorama.metadata.repair;

import java.util.ArrayList;
import java.util.List;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.HealthClass;

/**
 * What is known of the replicas of a chunk. Immutable. Every node is in at most one list; who was
 * told to delete its replica is as if it had none.
 *
 * @param members who is to hold the current version and holds a good replica of it
 * @param extras who holds a good replica of it, but is not to
 * @param corrupt who holds one that its server found corrupt
 * @param stale who holds an older version
 * @param awaited who is to hold it and is silent, but not for so long that it counts as lost
 * @param lost who is to hold it and has it no more, or is silent for too long
 * @param serving how many of the members are not being taken out of service
 * @param missing how many replicas are to be made
 * @param health the class
 */
record Diagnosis(
    List<NodeId> members,
    List<NodeId> extras,
    List<NodeId> corrupt,
    List<NodeId> stale,
    List<NodeId> awaited,
    List<NodeId> lost,
    int serving,
    int missing,
    HealthClass health) {

  static Diagnosis of(ChunkView view, CareState state) {
    Lists lists = new Lists();
    for (ChunkLocations.Known known : state.locations.replicas(view.chunk())) {
      if (known.alive() && !known.going()) {
        lists.ofReplica(known, view).add(known.node());
      }
    }
    for (NodeId node : view.replicas()) {
      if (!lists.contains(node)) {
        boolean known = state.locations.isKnownInFull(node);
        boolean lost = known || state.locations.isLost(node, state.now());
        (lost ? lists.lost : lists.awaited).add(node);
      }
    }
    return lists.diagnosis(view, state);
  }

  /** Returns how many good replicas readers can have. */
  int good() {
    return members.size() + extras.size();
  }

  /** The lists as they are filled. */
  private static final class Lists {
    final List<NodeId> members = new ArrayList<>();
    final List<NodeId> extras = new ArrayList<>();
    final List<NodeId> corrupt = new ArrayList<>();
    final List<NodeId> stale = new ArrayList<>();
    final List<NodeId> awaited = new ArrayList<>();
    final List<NodeId> lost = new ArrayList<>();

    List<NodeId> ofReplica(ChunkLocations.Known known, ChunkView view) {
      if (known.corrupt()) {
        return corrupt;
      } else if (known.version().compareTo(view.version()) < 0) {
        return stale;
      }
      return view.replicas().contains(known.node()) ? members : extras;
    }

    boolean contains(NodeId node) {
      return members.contains(node) || corrupt.contains(node) || stale.contains(node);
    }

    Diagnosis diagnosis(ChunkView view, CareState state) {
      int target = state.config.replication();
      int serving = (int) members.stream().filter(state::isServing).count();
      int coming = (int) awaited.stream().filter(state::isServing).count();
      int missing = Math.max(0, target - serving - coming);
      HealthClass health = view.created() ? health(state, serving) : HealthClass.HEALTHY;
      return new Diagnosis(
          members, extras, corrupt, stale, awaited, lost, serving, missing, health);
    }

    private HealthClass health(CareState state, int serving) {
      int target = state.config.replication();
      int good = members.size() + extras.size();
      long extra = extras.stream().filter(state::isServing).count();
      if (good == 0) {
        return HealthClass.MISSING;
      } else if (serving + extra < target) {
        return HealthClass.UNDER_REPLICATED;
      } else if (!corrupt.isEmpty()) {
        return HealthClass.CORRUPT_REPLICA;
      } else if (!stale.isEmpty()) {
        return HealthClass.STALE_REPLICA;
      }
      return spreadHealth(state, serving + extra > target);
    }

    private HealthClass spreadHealth(CareState state, boolean tooMany) {
      List<NodeId> good = new ArrayList<>(members);
      good.addAll(extras);
      if (state.policy.spread(good) < possibleSpread(state)) {
        return HealthClass.MISPLACED;
      }
      return tooMany ? HealthClass.OVER_REPLICATED : HealthClass.HEALTHY;
    }
  }

  /** Returns over how many racks the replicas of a chunk could be spread now. */
  static int possibleSpread(CareState state) {
    List<NodeId> usable =
        state.locations.living().stream()
            .map(PlacementPolicy.Candidate::node)
            .filter(state::isServing)
            .toList();
    return Math.min(state.config.replication(), state.policy.spread(usable));
  }
}
