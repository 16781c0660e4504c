package org.quorama.metadata.repair;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.quorama.chunk.ChunkId;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.MonotonicTime;

/**
 * Moves replicas from the fullest chunkserver to the emptiest, slowly, while nothing is to be
 * repaired [GFS §4.3]. A move is a copy that joins; only then the old replica goes.
 */
final class Balancer {
  private static final int TRIES = 64;

  private final CareState state;
  private final CopyWork work;
  private final Destinations destinations;
  private final RateLimit rate;

  /** Behind which chunk of the fullest server to look on. */
  private long after;

  Balancer(CareState state, CopyWork work) {
    this.state = state;
    this.work = work;
    this.destinations = new Destinations(state, work);
    this.rate = new RateLimit(state.config.repair().balanceBytesPerSecond());
  }

  MonotonicTime nextWakeup() {
    return rate.nextFree();
  }

  /** Begins a move if it may and there is one to make. */
  void balance() {
    List<PlacementPolicy.Candidate> servers = destinations.usable();
    if (!rate.allows(state.now()) || servers.size() < 2) {
      return;
    }
    Comparator<PlacementPolicy.Candidate> byBytes =
        Comparator.comparingLong(PlacementPolicy.Candidate::bytes)
            .thenComparing(PlacementPolicy.Candidate::node);
    PlacementPolicy.Candidate fullest = servers.stream().max(byBytes).orElseThrow();
    PlacementPolicy.Candidate emptiest = servers.stream().min(byBytes).orElseThrow();
    double average =
        servers.stream().mapToLong(PlacementPolicy.Candidate::bytes).average().orElse(0);
    double apart = (double) fullest.bytes() - emptiest.bytes();
    if (apart * 100 > average * state.config.repair().balancePercent()) {
      move(fullest, emptiest);
    }
  }

  private void move(PlacementPolicy.Candidate from, PlacementPolicy.Candidate to) {
    ReportedServer server = state.locations.server(from.node());
    if (server == null) {
      return;
    }
    List<ChunkId> next =
        server.held.tailMap(new ChunkId(after + 1)).keySet().stream().limit(TRIES).toList();
    Optional<ChunkId> chunk = next.stream().filter(one -> isMovable(one, from, to)).findFirst();
    after =
        chunk.map(ChunkId::value).orElse(next.isEmpty() ? 0 : next.get(next.size() - 1).value());
    chunk.ifPresent(one -> start(one, from.node(), to.node()));
  }

  /** A chunk may move if it is healthy, at rest, not too large, and no rack loses it. */
  private boolean isMovable(
      ChunkId chunk, PlacementPolicy.Candidate from, PlacementPolicy.Candidate to) {
    ChunkView view = state.catalog.chunk(chunk).orElse(null);
    if (view == null || !view.isSettled() || state.desk.mayBeWritten(chunk) || work.isBusy(chunk)) {
      return false;
    }
    Diagnosis found = Diagnosis.of(view, state);
    boolean apart =
        state.locations.replicas(chunk).stream().noneMatch(one -> one.node().equals(to.node()));
    boolean healthy =
        found.serving() == state.config.replication()
            && found.members().contains(from.node())
            && found.awaited().isEmpty();
    long length = work.lengthOf(chunk, from.node());
    return apart
        && healthy
        && work.maySend(from.node())
        && work.mayReceive(to.node())
        && length > 0
        && from.bytes() - to.bytes() >= 2 * length
        && keepsSpread(found.members(), from.node(), to.node());
  }

  private boolean keepsSpread(List<NodeId> members, NodeId from, NodeId to) {
    List<NodeId> after = members.stream().map(node -> node.equals(from) ? to : node).toList();
    return state.policy.spread(after) >= state.policy.spread(members);
  }

  private void start(ChunkId chunk, NodeId from, NodeId to) {
    rate.take(state.now(), work.lengthOf(chunk, from));
    state
        .catalog
        .chunk(chunk)
        .ifPresent(view -> work.start(new RepairTask(chunk, "balance", List.of(to), from), view));
  }
}
