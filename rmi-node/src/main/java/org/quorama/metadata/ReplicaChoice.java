package org.quorama.metadata;

import java.util.List;
import java.util.Set;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.command.MetadataCommand.Placement;
import org.quorama.metadata.tree.ChunkEntry;

/** Chooses the replicas of a version: where a chunk goes, and who may keep it. */
final class ReplicaChoice {
  private final MasterState state;

  /** What came of a choice. */
  enum Verdict {
    /** There are enough. */
    CHOSEN,
    /** More may report soon. */
    WAIT,
    /** There are too few. */
    TOO_FEW
  }

  /**
   * A choice.
   *
   * @param verdict whether there are enough
   * @param replicas who, empty unless chosen
   */
  record Choice(Verdict verdict, List<NodeId> replicas) {}

  ReplicaChoice(MasterState state) {
    this.state = state;
  }

  /**
   * Chooses servers for a chunk without data: the least loaded that live [GFS §4.2], as many as the
   * replication asks for; if fewer live, a majority of that must.
   */
  Choice forNew(Set<NodeId> excluded) {
    return forNew(excluded, 1).get(0);
  }

  /** Chooses servers for several chunks without data, each as if those before were there. */
  List<Choice> forNew(Set<NodeId> excluded, int chunks) {
    int wanted = state.config.replication();
    return state.care.forNew(excluded, wanted, chunks).stream()
        .map(chosen -> verdict(chosen.stream().sorted().toList(), wanted))
        .toList();
  }

  private Choice verdict(List<NodeId> chosen, int wanted) {
    if (chosen.size() < wanted && !state.reign.isSettled(state.now())) {
      return new Choice(Verdict.WAIT, List.of());
    }
    return chosen.size() < wanted / 2 + 1
        ? new Choice(Verdict.TOO_FEW, List.of())
        : new Choice(Verdict.CHOSEN, chosen);
  }

  /** Chooses who keeps a chunk with data: who lives and lacks nothing of it [GFS §4.5]. */
  Choice forNext(ChunkEntry entry, Set<NodeId> excluded) {
    Placement current = entry.current();
    List<NodeId> chosen =
        state.locations.holders(entry.chunk(), current.version()).stream()
            .filter(node -> !excluded.contains(node))
            .toList();
    List<NodeId> serving = chosen.stream().filter(this::isServing).toList();
    if (serving.size() >= state.config.replication()) {
      return new Choice(Verdict.CHOSEN, serving);
    }
    long wanted = current.replicas().stream().filter(node -> !excluded.contains(node)).count();
    if (chosen.size() < wanted && !state.reign.isSettled(state.now())) {
      return new Choice(Verdict.WAIT, List.of());
    }
    return chosen.isEmpty()
        ? new Choice(Verdict.TOO_FEW, List.of())
        : new Choice(Verdict.CHOSEN, chosen);
  }

  private boolean isServing(NodeId node) {
    return !state.namespace.draining().contains(node);
  }

  /** Returns where the first version of a chunk goes. */
  static Placement placeNew(ChunkId chunk, List<NodeId> replicas) {
    return place(chunk, ChunkVersion.FIRST, replicas, List.of());
  }

  /** Lets the primary stay, or spreads primaries by chunk. */
  static Placement place(
      ChunkId chunk, ChunkVersion version, List<NodeId> replicas, List<NodeId> preferred) {
    NodeId spread = replicas.get((int) (chunk.value() % replicas.size()));
    NodeId primary = preferred.stream().filter(replicas::contains).findFirst().orElse(spread);
    return new Placement(version, primary, replicas);
  }
}
