package org.quorama.metadata.repair;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.quorama.cluster.NodeId;

/** Finds who may get a replica of a chunk. */
final class Destinations {
  private final CareState state;
  private final CopyWork work;

  Destinations(CareState state, CopyWork work) {
    this.state = state;
    this.work = work;
  }

  /** Returns who is to get copies, best first, others if copies have failed; perhaps nobody. */
  List<NodeId> choose(ChunkView view, Diagnosis found, int count) {
    List<PlacementPolicy.Candidate> candidates = candidates(view, found);
    if (candidates.isEmpty()) {
      candidates = inPlace(found);
    }
    int failures = state.failures(view.chunk());
    List<NodeId> chosen = state.policy.choose(candidates, keepers(found), count + failures);
    return chosen.subList(Math.max(0, chosen.size() - count), chosen.size());
  }

  /**
   * Returns those of the same number who may begin to get copies now, without loss of spread;
   * nobody if one must be waited for.
   */
  List<NodeId> free(List<NodeId> wanted, ChunkView view, Diagnosis found) {
    if (wanted.stream().allMatch(work::mayReceive)) {
      return wanted;
    }
    List<PlacementPolicy.Candidate> candidates =
        candidates(view, found).stream().filter(one -> work.mayReceive(one.node())).toList();
    List<NodeId> chosen = state.policy.choose(candidates, keepers(found), wanted.size());
    boolean same =
        chosen.size() == wanted.size() && spreadWith(found, chosen) >= spreadWith(found, wanted);
    return same ? chosen : List.of();
  }

  private int spreadWith(Diagnosis found, List<NodeId> chosen) {
    List<NodeId> all = keepers(found);
    all.addAll(chosen);
    return state.policy.spread(all);
  }

  /** Returns who keeps a replica or may come back with one. */
  private List<NodeId> keepers(Diagnosis found) {
    List<NodeId> keepers = new ArrayList<>(found.members());
    keepers.removeIf(node -> !state.isServing(node));
    keepers.addAll(found.awaited());
    return keepers;
  }

  /** Returns who is to get the one copy that raises the spread; nobody if no one can. */
  List<NodeId> spreading(ChunkView view, Diagnosis found) {
    int before = state.policy.spread(found.members());
    List<NodeId> chosen = choose(view, found, 1);
    List<NodeId> after = new ArrayList<>(found.members());
    after.addAll(chosen);
    return state.policy.spread(after) > before ? chosen : List.of();
  }

  private List<PlacementPolicy.Candidate> candidates(ChunkView view, Diagnosis found) {
    TreeSet<NodeId> holders = new TreeSet<>();
    state.locations.replicas(view.chunk()).forEach(known -> holders.add(known.node()));
    holders.addAll(found.awaited());
    return usable().stream().filter(one -> !holders.contains(one.node())).toList();
  }

  /** If there is nobody else, a corrupt replica is replaced where it is. */
  private List<PlacementPolicy.Candidate> inPlace(Diagnosis found) {
    return usable().stream().filter(one -> found.corrupt().contains(one.node())).toList();
  }

  /** Returns the living servers that may get replicas, with what is on its way to them. */
  List<PlacementPolicy.Candidate> usable() {
    return state.locations.living().stream()
        .filter(one -> state.isServing(one.node()) && hasRoom(one.node()))
        .map(this::withCopies)
        .toList();
  }

  private PlacementPolicy.Candidate withCopies(PlacementPolicy.Candidate one) {
    int coming = work.copiesTo(one.node());
    return new PlacementPolicy.Candidate(
        one.node(),
        one.replicas() + coming,
        one.bytes() + (long) coming * state.config.chunkSizeBytes());
  }

  private boolean hasRoom(NodeId node) {
    ReportedServer server = state.locations.server(node);
    return server != null
        && server.inFull
        && (server.capacityBytes == 0
            || server.usedBytes + state.config.chunkSizeBytes() < server.capacityBytes);
  }
}
