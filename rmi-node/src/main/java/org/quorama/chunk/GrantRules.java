package org.quorama.chunk;

import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.quorama.chunk.ChunkMessage.Grant;
import org.quorama.chunk.Mutation.FirstWrite;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;

/** Takes versions and leases from the master [GFS §3.1, §4.5]. */
final class GrantRules {
  private final ChunkState state;
  private final TreeMap<CallId, Grant> storing = new TreeMap<>();

  GrantRules(ChunkState state) {
    this.state = state;
  }

  void arrived(CallId call, Grant grant) {
    Replica known = state.replicas.get(grant.chunk());
    boolean isHere = known == null ? grant.fresh() : !known.isCorrupt;
    boolean isArriving = state.arriving.contains(grant.chunk());
    if (!isHere || isArriving || !grant.replicas().contains(state.config.self())) {
      answer(call, false);
      return;
    }
    Replica replica = known == null ? new Replica(grant.chunk()) : known;
    if (grant.version().number() > replica.fence()) {
      state.replicas.put(replica.chunk, replica);
      adopt(replica, grant);
      replica.grantCalls.add(call);
    } else if (!grant.equals(replica.lease.grant)) {
      answer(call, false);
    } else if (storing.containsValue(grant)) {
      replica.grantCalls.add(call);
    } else {
      answer(call, !replica.isPending(), replica.lengthBytes);
    }
  }

  /**
   * Makes a replica of a chunk that nobody was granted yet, under a grant without a lease.
   *
   * @return whether there was none, and this node is to hold one
   */
  boolean takeFirst(ChunkId chunk, ChunkVersion version, FirstWrite first) {
    boolean isNew = !state.replicas.containsKey(chunk) && !state.arriving.contains(chunk);
    List<NodeId> replicas = first.replicas();
    boolean isHere = replicas.contains(state.config.self());
    if (isNew && isHere && version.equals(ChunkVersion.FIRST)) {
      Grant grant = new Grant(chunk, version, true, replicas.get(0), replicas, Duration.ZERO);
      Replica replica = new Replica(chunk);
      state.replicas.put(chunk, replica);
      adopt(replica, grant);
      return true;
    }
    return false;
  }

  /** From here on nothing is ordered or taken under the older version. */
  private void adopt(Replica replica, Grant grant) {
    state.endLease(replica);
    refuse(replica);
    replica.raiseFence(grant.version());
    replica.lease.adopt(grant, state.now, state.config.usable(grant.lease()));
    CallId store = state.draw();
    storing.put(store, grant);
    state.emit(new ChunkEffect.StoreVersion(store, grant.chunk(), grant.version()));
  }

  /** Answers what waited under the older version: another grant, early mutations. */
  private void refuse(Replica replica) {
    replica.grantCalls.forEach(waiting -> answer(waiting, false));
    replica.grantCalls.clear();
    for (Replica.Waiting early : replica.early.values()) {
      state.pending--;
      ChunkMessage.MutationReply stale =
          new ChunkMessage.MutationReply(ErrorCode.STALE_VERSION, List.of());
      early.calls().forEach(call -> state.answer(call, stale));
    }
    replica.early.clear();
  }

  /** Takes the end of a store; returns false if it was none of a version. */
  boolean stored(CallId call, ErrorCode code) {
    Grant grant = storing.remove(call);
    if (grant == null) {
      return false;
    }
    Replica replica = state.replicas.get(grant.chunk());
    if (replica != null) {
      ended(replica, grant, code == ErrorCode.NONE);
    }
    return true;
  }

  private void ended(Replica replica, Grant grant, boolean durable) {
    if (durable) {
      replica.stored(grant.version());
      state.changed.add(grant.chunk());
      state.observe(new ChunkFact.VersionStored(grant.chunk(), grant.version()));
    }
    if (grant.equals(replica.lease.grant)) {
      if (durable) {
        hold(replica, grant);
      }
      replica.grantCalls.forEach(waiting -> answer(waiting, durable, replica.lengthBytes));
      replica.grantCalls.clear();
    }
  }

  private void hold(Replica replica, Grant grant) {
    boolean isPrimary = grant.primary().equals(state.config.self());
    Lease lease = replica.lease;
    boolean isOver = lease.end.isDue(state.now) || lease.isRevoked(grant.version());
    if (isPrimary && !isOver && !replica.isCorrupt) {
      state.holdLease(replica);
      replica.orderedEnd = replica.lengthBytes;
      state.observe(
          new ChunkFact.LeaseHeld(grant.chunk(), grant.version(), lease.end.since(state.now)));
    }
  }

  /** Ends what goes on with a replica that goes, or is replaced. */
  void retire(Replica replica) {
    state.endLease(replica);
    refuse(replica);
    state.replicas.remove(replica.chunk);
    state.tellSoon(replica.chunk);
  }

  /** Forgets a replica that is garbage. */
  void delete(Replica replica) {
    retire(replica);
    state.emit(new ChunkEffect.DeleteChunk(replica.chunk));
    state.observe(new ChunkFact.ReplicaDeleted(replica.chunk));
  }

  private void answer(CallId call, boolean accepted) {
    answer(call, accepted, 0);
  }

  private void answer(CallId call, boolean accepted, long lengthBytes) {
    ChunkMessage.GrantReply reply = new ChunkMessage.GrantReply(accepted, lengthBytes);
    state.emit(new ChunkEffect.AnswerGrant(call, reply));
  }
}
