package org.quorama.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.quorama.protocol.CallId;
import org.quorama.protocol.MonotonicTime;

/** What the parts of a chunkserver share within a step: the time, the replicas, the effects. */
final class ChunkState {
  final ChunkConfig config;
  final TreeMap<ChunkId, Replica> replicas = new TreeMap<>();
  MonotonicTime now = MonotonicTime.ZERO;

  /** Mutations that are under way here, as primary or secondary. */
  int pending;

  private List<ChunkEffect> effects = new ArrayList<>();
  private long draws;

  ChunkState(ChunkConfig config) {
    this.config = config;
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

  /** Ends a lease, if one is held, and says so. */
  void endLease(Replica replica) {
    if (replica.holdsLease) {
      replica.holdsLease = false;
      observe(new ChunkFact.LeaseEnded(replica.chunk, replica.version()));
    }
  }

  void answer(CallId call, ChunkMessage.MutationReply reply) {
    emit(new ChunkEffect.AnswerMutation(call, reply));
  }
}
