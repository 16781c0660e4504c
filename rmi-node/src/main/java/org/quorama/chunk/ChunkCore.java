package org.quorama.chunk;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.MonotonicTime;
import org.quorama.protocol.ProtocolCore;

/**
 * One chunkserver: holds replicas, orders mutations while it is primary, applies them in the
 * primary's order while it is not, and reports to the master. Confined to the thread of its host.
 *
 * <p>Invariant: a version is durable before its grant is answered, and nothing is ordered or
 * applied under a version lower than any that was granted here [GFS §4.5].
 */
public final class ChunkCore implements ProtocolCore<ChunkInput, ChunkEffect> {
  private final ChunkState state;
  private final GrantRules grants;
  private final PrimaryRules primary;
  private final SecondaryRules secondary;

  /** Who leads, as far as this node's Raft knows. */
  private @Nullable NodeId master;

  private MonotonicTime nextReport = MonotonicTime.NEVER;

  /**
   * Makes a chunkserver from what its disk holds.
   *
   * @param config the settings
   * @param held every replica on its disk
   */
  public ChunkCore(ChunkConfig config, List<ChunkMessage.ReplicaInfo> held) {
    this.state = new ChunkState(config);
    this.grants = new GrantRules(state);
    this.primary = new PrimaryRules(state);
    this.secondary = new SecondaryRules(state);
    held.forEach(info -> state.replicas.put(info.chunk(), Replica.onDisk(info)));
  }

  @Override
  public List<ChunkEffect> step(MonotonicTime now, ChunkInput input) {
    state.now = now;
    state.replicas.values().forEach(this::endLeaseIfDue);
    if (input instanceof ChunkInput.GrantArrived arrived) {
      grants.arrived(arrived.call(), arrived.grant());
    } else if (input instanceof ChunkInput.WriteArrived arrived) {
      primary.write(arrived.call(), arrived.write());
    } else if (input instanceof ChunkInput.MutateArrived arrived) {
      secondary.mutate(arrived.call(), arrived.mutate());
    } else if (input instanceof ChunkInput.ReadArrived arrived) {
      read(arrived.call(), arrived.read());
    } else if (input instanceof ChunkInput.ForwardAnswered answered) {
      primary.answered(answered.call(), answered.from(), answered.code());
    } else if (input instanceof ChunkInput.Stored stored) {
      stored(stored.call(), stored.code());
    } else if (input instanceof ChunkInput.MasterKnown known) {
      master = known.master();
      nextReport = now;
    } else if (input instanceof ChunkInput.ReportAnswered answered) {
      answered.orders().garbage().forEach(this::delete);
    }
    primary.timePassed();
    secondary.timePassed();
    reportIfDue();
    return state.takeEffects();
  }

  private void endLeaseIfDue(Replica replica) {
    if (replica.leaseEnd.isDue(state.now)) {
      state.endLease(replica);
    }
  }

  private void stored(CallId call, ErrorCode code) {
    if (!grants.stored(call, code) && !primary.stored(call, code)) {
      secondary.stored(call, code);
    }
  }

  /** Lets an older version be asked of a newer replica, never the other way round [GFS §4.5]. */
  private void read(CallId call, ChunkMessage.Read read) {
    Replica replica = state.replicas.get(read.chunk());
    if (replica == null || !replica.isAtLeast(read.version())) {
      state.emit(new ChunkEffect.RefuseRead(call, ErrorCode.STALE_VERSION));
    } else {
      state.emit(new ChunkEffect.ServeRead(call, read));
    }
  }

  private void delete(ChunkId chunk) {
    Replica replica = state.replicas.get(chunk);
    if (replica != null) {
      grants.delete(replica);
    }
  }

  private void reportIfDue() {
    if (master != null && nextReport.isDue(state.now)) {
      List<ChunkMessage.ReplicaInfo> held =
          state.replicas.values().stream().filter(Replica::isDurable).map(Replica::info).toList();
      state.emit(
          new ChunkEffect.SendReport(state.draw(), master, new ChunkMessage.ChunkReport(held)));
      nextReport = state.now.plus(state.config.reportInterval());
    }
  }

  @Override
  public MonotonicTime nextWakeup() {
    MonotonicTime next = nextReport.earliest(primary.nextWakeup());
    for (Replica replica : state.replicas.values()) {
      next = replica.holdsLease ? next.earliest(replica.leaseEnd) : next;
    }
    return next.earliest(secondary.nextWakeup());
  }
}
