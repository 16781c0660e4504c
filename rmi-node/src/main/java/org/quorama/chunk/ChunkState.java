package org.quorama.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.quorama.protocol.CallId;
import org.quorama.protocol.MonotonicTime;

/** What the parts of a chunkserver share within a step: the time, the replicas, the effects. */
final class ChunkState {
  final ChunkConfig config;
  final Placing placing;
  final TreeMap<ChunkId, Replica> replicas = new TreeMap<>();

  /** The replicas whose lease is held; of thousands that were written, few are looked at. */
  final TreeMap<ChunkId, Replica> leased = new TreeMap<>();

  /** No lease ends before; the one that it stands for may have ended or been extended since. */
  MonotonicTime firstEnd = MonotonicTime.NEVER;

  MonotonicTime now = MonotonicTime.ZERO;

  /** What changed since the last report. */
  final TreeSet<ChunkId> changed = new TreeSet<>();

  /** Whether the master should hear of it at once. */
  boolean isUrgent;

  /** Chunks that are being cloned or pulled to here. */
  final TreeSet<ChunkId> arriving = new TreeSet<>();

  /** Mutations that are under way here, as primary or secondary. */
  int pending;

  private List<ChunkEffect> effects = new ArrayList<>();
  private long draws;

  ChunkState(ChunkConfig config) {
    this.config = config;
    this.placing = new Placing(config.chunkSizeBytes());
  }

  CallId draw() {
    return new CallId(++draws);
  }

  void emit(ChunkEffect effect) {
    effects.add(effect);
  }

  void observe(ChunkFact fact) {
    emit(new ChunkEffect.Observed(fact));
  }

  List<ChunkEffect> takeEffects() {
    List<ChunkEffect> taken = effects;
    effects = new ArrayList<>();
    return taken;
  }

  /** Has a replica hold its lease from now on. */
  void holdLease(Replica replica) {
    replica.lease.isHeld = true;
    leased.put(replica.chunk, replica);
    firstEnd = firstEnd.earliest(replica.lease.end);
  }

  void findFirstEnd() {
    firstEnd = MonotonicTime.NEVER;
    for (Replica replica : leased.values()) {
      firstEnd = firstEnd.earliest(replica.lease.end);
    }
  }

  /** Ends a lease, if one is held, and says so. */
  void endLease(Replica replica) {
    if (replica.lease.isHeld) {
      replica.lease.isHeld = false;
      leased.remove(replica.chunk);
      observe(new ChunkFact.LeaseEnded(replica.chunk, replica.version()));
    }
  }

  /** Tells whether as many mutations wait as may. */
  boolean isFull() {
    return pending >= config.maxPending();
  }

  /** Notes that a mutation is applied here. */
  void applied(ChunkMessage.Mutate mutate, Replica replica) {
    replica.applied(mutate.mutation());
    changed.add(mutate.chunk());
    observe(
        new ChunkFact.MutationApplied(
            mutate.chunk(), mutate.version(), mutate.serial(), mutate.range()));
  }

  /** Has the master hear soon that a replica came, went or is corrupt. */
  void tellSoon(ChunkId chunk) {
    changed.add(chunk);
    isUrgent = true;
  }

  /** Notes that a block of a replica is corrupt: it is changed no more, and soon replaced. */
  void corrupt(ChunkId chunk) {
    Replica replica = replicas.get(chunk);
    if (replica != null && !replica.isCorrupt) {
      replica.isCorrupt = true;
      endLease(replica);
      tellSoon(chunk);
    }
  }

  void answer(CallId call, ChunkMessage.MutationReply reply) {
    emit(new ChunkEffect.AnswerMutation(call, reply));
  }
}
