package org.quorama.metadata.repair;

import java.util.List;
import java.util.SortedSet;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.OperationValue.ReplicaHealth;
import org.quorama.metadata.operation.OperationValue.ReplicaHealth.ReplicaState;

/** Tells people how chunks and chunkservers are. Changes nothing. */
final class Inspection {
  private final CareState state;
  private final Draining draining;

  Inspection(CareState state, Draining draining) {
    this.state = state;
    this.draining = draining;
  }

  OperationValue.Space space() {
    SortedSet<NodeId> nodes = state.locations.known();
    nodes.addAll(state.catalog.draining());
    return new OperationValue.Space(nodes.stream().map(this::space).toList());
  }

  private OperationValue.ServerSpace space(NodeId node) {
    ReportedServer server = state.locations.server(node);
    return new OperationValue.ServerSpace(
        node,
        server == null ? 0 : server.capacityBytes,
        server == null ? 0 : server.usedBytes,
        server == null ? 0 : server.held.size(),
        draining.stateOf(node),
        state.config.repair().rackOf(node));
  }

  OperationValue.ChunkHealth health(FileChunk where) {
    ChunkView view = state.catalog.chunk(where.chunk()).orElseThrow();
    List<ReplicaHealth> replicas =
        state.locations.replicas(where.chunk()).stream().map(one -> replica(one, view)).toList();
    return new OperationValue.ChunkHealth(
        where.path(),
        where.index(),
        where.chunk(),
        view.version(),
        Diagnosis.of(view, state).health(),
        state.desk.mayBeWritten(where.chunk()),
        replicas);
  }

  private static ReplicaHealth replica(ChunkLocations.Known known, ChunkView view) {
    ReplicaState quality;
    if (!known.alive()) {
      quality = ReplicaState.SILENT;
    } else if (known.corrupt()) {
      quality = ReplicaState.CORRUPT;
    } else {
      boolean stale = known.version().compareTo(view.version()) < 0;
      quality = stale ? ReplicaState.STALE : ReplicaState.CURRENT;
    }
    return new ReplicaHealth(known.node(), known.version(), known.lengthBytes(), quality);
  }
}
