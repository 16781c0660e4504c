package org.quorama.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkMessage.CloneChunk;
import org.quorama.chunk.ChunkMessage.CopyChunk;
import org.quorama.chunk.ChunkMessage.CopyReply;
import org.quorama.chunk.ChunkMessage.ReplicaInfo;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;

/**
 * Makes new replicas: copies on this disk for snapshots of files [GFS §3.4], and copies of another
 * node's replica [GFS §4.3]. Nothing else changes a chunk while its replica arrives.
 */
final class CopyRules {
  private final ChunkState state;
  private final GrantRules grants;
  private final TreeMap<CallId, Arrival> arrivals = new TreeMap<>();

  /** A replica that is being made. */
  private static final class Arrival {
    final ChunkMessage order;
    final ChunkId chunk;
    final ChunkVersion version;
    final List<CallId> calls = new ArrayList<>();

    Arrival(ChunkMessage order, ChunkId chunk, ChunkVersion version) {
      this.order = order;
      this.chunk = chunk;
      this.version = version;
    }

    ChunkFact fact(long lengthBytes) {
      return order instanceof CopyChunk copy
          ? new ChunkFact.ReplicaCopied(chunk, version, copy.source(), lengthBytes)
          : new ChunkFact.ReplicaCloned(((CloneChunk) order).from(), chunk, version);
    }
  }

  CopyRules(ChunkState state, GrantRules grants) {
    this.state = state;
    this.grants = grants;
  }

  void cloned(CallId call, CloneChunk order) {
    Replica target = state.replicas.get(order.to());
    if (joins(call, order, order.to())) {
      return;
    }
    ErrorCode refusal = refusalOfSource(state.replicas.get(order.from()), order.atLeast());
    if (target != null) {
      boolean isDone = target.isDurable() && target.isAtLeast(order.version());
      answer(call, isDone ? ErrorCode.NONE : ErrorCode.STALE_VERSION);
    } else if (refusal != ErrorCode.NONE) {
      answer(call, refusal);
    } else {
      CallId store = begin(call, new Arrival(order, order.to(), order.version()));
      state.emit(
          new ChunkEffect.CloneLocally(
              store, order.from(), order.to(), order.version(), order.lengthBytes()));
    }
  }

  private static ErrorCode refusalOfSource(@Nullable Replica source, ChunkVersion atLeast) {
    if (source == null || !source.isAtLeast(atLeast) || source.isPending()) {
      return ErrorCode.STALE_VERSION;
    }
    return source.isCorrupt ? ErrorCode.CORRUPT : ErrorCode.NONE;
  }

  void copied(CallId call, CopyChunk order) {
    Replica present = state.replicas.get(order.chunk());
    if (joins(call, order, order.chunk())) {
      return;
    }
    boolean isHere = present != null && present.fence() >= order.version().number();
    if (order.source().equals(state.config.self())) {
      answer(call, ErrorCode.INVALID);
    } else if (present != null && isHere && !present.isCorrupt) {
      boolean isSame = present.isDurable() && present.version().equals(order.version());
      answer(call, isSame ? ErrorCode.NONE : ErrorCode.STALE_VERSION);
    } else if (present != null && present.fence() > order.version().number()) {
      answer(call, ErrorCode.STALE_VERSION);
    } else {
      pull(call, order, present);
    }
  }

  private void pull(CallId call, CopyChunk order, @Nullable Replica present) {
    if (present != null) {
      state.endLease(present);
    }
    CallId store = begin(call, new Arrival(order, order.chunk(), order.version()));
    state.emit(new ChunkEffect.PullReplica(store, order.chunk(), order.version(), order.source()));
  }

  /** Lets a repeated order wait for the first; refuses another one for the same chunk. */
  private boolean joins(CallId call, ChunkMessage order, ChunkId chunk) {
    for (Arrival arrival : arrivals.values()) {
      if (arrival.order.equals(order)) {
        arrival.calls.add(call);
        return true;
      }
    }
    boolean isOther = state.arriving.contains(chunk);
    boolean isTooMuch = arrivals.size() >= state.config.maxPending();
    if (isOther || isTooMuch) {
      answer(call, isOther ? ErrorCode.STALE_VERSION : ErrorCode.OVERLOADED);
    }
    return isOther || isTooMuch;
  }

  private CallId begin(CallId call, Arrival arrival) {
    CallId store = state.draw();
    arrival.calls.add(call);
    arrivals.put(store, arrival);
    state.arriving.add(arrival.chunk);
    return store;
  }

  /** Takes the end of a copy. */
  void ended(CallId call, ErrorCode code, long lengthBytes) {
    Arrival arrival = arrivals.remove(call);
    if (arrival == null) {
      return;
    }
    state.arriving.remove(arrival.chunk);
    if (code == ErrorCode.NONE) {
      hold(arrival, lengthBytes);
    }
    arrival.calls.forEach(waiting -> answer(waiting, code));
  }

  private void hold(Arrival arrival, long lengthBytes) {
    Replica replaced = state.replicas.get(arrival.chunk);
    if (replaced != null) {
      grants.retire(replaced);
    }
    Replica replica = Replica.onDisk(new ReplicaInfo(arrival.chunk, arrival.version, lengthBytes));
    replica.lease.grantedAt = state.now;
    state.replicas.put(arrival.chunk, replica);
    state.tellSoon(arrival.chunk);
    state.observe(arrival.fact(lengthBytes));
  }

  private void answer(CallId call, ErrorCode code) {
    state.emit(new ChunkEffect.AnswerCopy(call, new CopyReply(code)));
  }
}
