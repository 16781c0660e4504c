package org.quorama.metadata.repair;

import java.util.TreeMap;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterFact;
import org.quorama.metadata.operation.ServerState;

/** Tells how far the chunkservers are that are taken out of service. */
final class Draining {
  private final CareState state;

  /** What was told last of those that are not living and in service. */
  private final TreeMap<NodeId, ServerState> told = new TreeMap<>();

  Draining(CareState state) {
    this.state = state;
  }

  void clear() {
    told.clear();
  }

  /** Looks at all that are or were drained; tells what has changed. */
  void look() {
    TreeMap<NodeId, ServerState> now = new TreeMap<>();
    state.catalog.draining().forEach(node -> now.put(node, stateOf(node)));
    told.keySet().stream()
        .filter(node -> !now.containsKey(node))
        .forEach(node -> state.observe(new MasterFact.ServerStateChanged(node, stateOf(node))));
    now.forEach(
        (node, next) -> {
          if (next != told.get(node)) {
            state.observe(new MasterFact.ServerStateChanged(node, next));
          }
        });
    told.clear();
    told.putAll(now);
  }

  ServerState stateOf(NodeId node) {
    if (state.isServing(node)) {
      return state.locations.isAlive(node) ? ServerState.LIVE : ServerState.SILENT;
    }
    ReportedServer server = state.locations.server(node);
    boolean known = server == null ? state.locations.isLost(node, state.now()) : true;
    boolean needed =
        server != null
            && server.held.keySet().stream()
                .flatMap(chunk -> state.catalog.chunk(chunk).stream())
                .anyMatch(this::isNeeded);
    return known && !needed ? ServerState.DRAINED : ServerState.DRAINING;
  }

  /** A chunk needs the server while others hold fewer replicas than there could be. */
  private boolean isNeeded(ChunkView view) {
    long serving =
        state.locations.living().stream().filter(one -> state.isServing(one.node())).count();
    long target = Math.min(state.config.replication(), Math.max(1, serving));
    return view.created() && Diagnosis.of(view, state).serving() < target;
  }
}
