package org.quorama.metadata;

import java.time.Duration;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkVersion;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.command.MetadataCommand.Placement;

/** Takes a version that is in the log to its replicas, and confirms it in the log [GFS §4.5]. */
final class GrantRounds {
  private final MasterState state;
  private final ChunkOpening opening;

  GrantRounds(MasterState state, ChunkOpening opening) {
    this.state = state;
    this.opening = opening;
  }

  void send(OpenTask task, OpenTask.Grant grant) {
    Placement placement = grant.placement;
    if (placement.version().equals(ChunkVersion.FIRST)) {
      opening.tellPlaced(task, grant.chunk, placement);
    }
    ChunkMessage.Grant message =
        new ChunkMessage.Grant(
            grant.chunk,
            placement.version(),
            grant.fresh,
            placement.primary(),
            placement.replicas(),
            task.isRecovery ? Duration.ZERO : state.config.leaseLength());
    state.rounds.begin(
        placement.replicas(),
        state.now().plus(state.config.chunkserverTimeout()),
        (call, to) -> new MasterEffect.SendGrant(call, to, message),
        round -> concluded(task, grant, round));
  }

  private void concluded(OpenTask task, OpenTask.Grant grant, ReplicaRounds.Round round) {
    ChunkVersion version = grant.placement.version();
    round.accepted.forEach(
        node -> state.locations.accepted(node, grant.chunk, version, state.now()));
    state.care.changed(grant.chunk, false); // it may have gone from its file meanwhile
    if (!round.refused.isEmpty()) {
      task.excluded.addAll(round.refused);
      opening.retry(task);
    } else if (task.isRecovery) {
      settle(task, grant, round);
    } else {
      opening.propose(
          task, new MetadataCommand.ConfirmGrant(grant.chunk, version), () -> granted(task, grant));
    }
  }

  /** Nothing of an older version changes a replica that told its length. */
  private void settle(OpenTask task, OpenTask.Grant grant, ReplicaRounds.Round round) {
    if (round.leastBytes < 0) {
      opening.retry(task);
      return;
    }
    opening.propose(
        task,
        new MetadataCommand.SettleLength(
            task.wish.path(),
            grant.chunk,
            grant.placement.version(),
            round.leastBytes,
            !round.isEven),
        () -> opening.endRecovery(task));
  }

  private void granted(OpenTask task, OpenTask.Grant grant) {
    Placement placement = grant.placement;
    state.leases.put(grant.chunk, new LeaseTable.Lease(placement, state.now()));
    state.observe(
        new MasterFact.LeaseGranted(
            grant.chunk, placement.version(), placement.primary(), state.config.leaseLength()));
    opening.end(task, opening.writable(task.wish, grant.chunk, placement));
  }
}
