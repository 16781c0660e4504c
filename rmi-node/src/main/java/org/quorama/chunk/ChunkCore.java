package org.quorama.chunk;

import java.util.List;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.MonotonicTime;
import org.quorama.protocol.ProtocolCore;

/**
 * One chunkserver: holds replicas, orders mutations while it is primary, applies them in the
 * primary's order while it is not, copies replicas for the master, and reports to it. Confined to
 * the thread of its host.
 *
 * <p>Invariant: a version is durable before its grant is answered, and nothing is ordered or
 * applied under a version lower than any that was granted here [GFS §4.5].
 */
public final class ChunkCore implements ProtocolCore<ChunkInput, ChunkEffect> {
  private final ChunkState state;
  private final GrantRules grants;
  private final PrimaryRules primary;
  private final SecondaryRules secondary;
  private final LeaseRules leases;
  private final CopyRules copies;
  private final ReportRules reports;

  /**
   * Makes a chunkserver from what its disk holds.
   *
   * @param config the settings
   * @param held every replica on its disk
   * @param boot how often the node was started, this time included; grows with every boot
   */
  public ChunkCore(ChunkConfig config, List<ChunkMessage.ReplicaInfo> held, int boot) {
    this.state = new ChunkState(config);
    this.grants = new GrantRules(state);
    this.primary = new PrimaryRules(state, grants);
    this.secondary = new SecondaryRules(state, grants);
    this.leases = new LeaseRules(state, primary);
    this.copies = new CopyRules(state, grants);
    this.reports = new ReportRules(state, leases, grants, boot);
    held.forEach(info -> state.replicas.put(info.chunk(), Replica.onDisk(info)));
  }

  /** Returns every replica that is durable here, in the order of the chunks. */
  public List<ChunkMessage.ReplicaInfo> held() {
    return state.replicas.values().stream().filter(Replica::isDurable).map(Replica::info).toList();
  }

  /** Returns a hash of every replica, its place in the order and its lease. */
  public long digest() {
    long digest = state.pending;
    for (Replica replica : state.replicas.values()) {
      digest = digest * 31 + replica.digest();
    }
    return digest;
  }

  @Override
  public List<ChunkEffect> step(MonotonicTime now, ChunkInput input) {
    state.now = now;
    leases.endDue();
    if (!takeOfMaster(input) && !takeOfMutations(input)) {
      takeOfHost(input);
    }
    primary.timePassed();
    secondary.timePassed();
    leases.answerRevokes();
    reports.timePassed();
    return state.takeEffects();
  }

  private boolean takeOfMaster(ChunkInput input) {
    if (input instanceof ChunkInput.GrantArrived arrived) {
      grants.arrived(arrived.call(), arrived.grant());
    } else if (input instanceof ChunkInput.RevokeArrived arrived) {
      leases.revoke(arrived.call(), arrived.revoke());
    } else if (input instanceof ChunkInput.CloneArrived arrived) {
      copies.cloned(arrived.call(), arrived.order());
    } else if (input instanceof ChunkInput.CopyArrived arrived) {
      copies.copied(arrived.call(), arrived.order());
    } else if (input instanceof ChunkInput.ReportAnswered answered) {
      reports.answered(answered.call(), answered.orders());
    } else if (input instanceof ChunkInput.ReportLost lost) {
      reports.lost(lost.call());
    } else {
      return false;
    }
    return true;
  }

  private boolean takeOfMutations(ChunkInput input) {
    if (input instanceof ChunkInput.WriteArrived arrived) {
      primary.write(arrived.call(), arrived.write());
    } else if (input instanceof ChunkInput.MutateArrived arrived) {
      secondary.mutate(arrived.call(), arrived.mutate());
    } else if (input instanceof ChunkInput.ReadArrived arrived) {
      read(arrived.call(), arrived.read());
    } else if (input instanceof ChunkInput.ForwardAnswered answered) {
      primary.answered(answered.call(), answered.from(), answered.code());
    } else {
      return false;
    }
    return true;
  }

  private void takeOfHost(ChunkInput input) {
    if (input instanceof ChunkInput.Stored stored) {
      stored(stored.call(), stored.code());
    } else if (input instanceof ChunkInput.CopyEnded ended) {
      copies.ended(ended.call(), ended.code(), ended.lengthBytes());
    } else if (input instanceof ChunkInput.CorruptionFound found) {
      state.corrupt(found.chunk());
    } else if (input instanceof ChunkInput.MasterKnown known) {
      reports.masterKnown(known.master(), known.term());
    }
  }

  private void stored(CallId call, ErrorCode code) {
    if (!grants.stored(call, code) && !primary.stored(call, code)) {
      secondary.stored(call, code);
    }
  }

  /**
   * Lets an older version be asked of a newer replica, never the other way round [GFS §4.5]. The
   * intact blocks of a corrupt replica are read, too: it may be the last one.
   */
  private void read(CallId call, ChunkMessage.Read read) {
    Replica replica = state.replicas.get(read.chunk());
    if (replica == null || !replica.isAtLeast(read.version())) {
      state.emit(new ChunkEffect.RefuseRead(call, ErrorCode.STALE_VERSION));
    } else {
      state.emit(new ChunkEffect.ServeRead(call, read));
    }
  }

  @Override
  public MonotonicTime nextWakeup() {
    return reports
        .nextWakeup()
        .earliest(primary.nextWakeup())
        .earliest(secondary.nextWakeup())
        .earliest(leases.nextWakeup());
  }
}
