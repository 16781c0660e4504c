package org.quorama.chunk;

import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkMessage.Mutate;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.chunk.ChunkMessage.Write;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.MonotonicTime;

/**
 * Orders mutations while the lease lasts, and answers when all replicas have them [GFS §3.1 steps
 * 4-7].
 */
final class PrimaryRules {
  private final ChunkState state;
  private final TreeMap<CallId, Ordered> stores = new TreeMap<>();
  private final TreeMap<CallId, Ordered> forwards = new TreeMap<>();
  private final TreeMap<CallId, Ordered> open = new TreeMap<>();

  /** A mutation that was given its place and is not answered yet. */
  private static final class Ordered {
    final CallId client;
    final Mutate mutate;
    final TreeSet<NodeId> awaited = new TreeSet<>();
    final TreeSet<NodeId> failed = new TreeSet<>();
    final MonotonicTime deadline;
    ErrorCode code = ErrorCode.NONE;

    Ordered(CallId client, Mutate mutate, MonotonicTime deadline) {
      this.client = client;
      this.mutate = mutate;
      this.deadline = deadline;
    }

    /** Keeps the first reason; a reason of this node's disk or buffer says more than a silence. */
    void fail(NodeId replica, ErrorCode reason) {
      failed.add(replica);
      boolean sayable = reason == ErrorCode.DATA_NOT_FOUND || reason == ErrorCode.NO_SPACE;
      if (code == ErrorCode.NONE || code == ErrorCode.REPLICA_FAILED) {
        code = sayable || reason == ErrorCode.CORRUPT ? reason : ErrorCode.REPLICA_FAILED;
      }
    }
  }

  PrimaryRules(ChunkState state) {
    this.state = state;
  }

  void write(CallId call, Write write) {
    Replica replica = state.replicas.get(write.chunk());
    ErrorCode refusal = refusal(replica, write);
    if (replica == null || refusal != ErrorCode.NONE) {
      state.answer(call, new MutationReply(refusal, List.of()));
    } else {
      order(call, replica, write);
    }
  }

  private ErrorCode refusal(@Nullable Replica replica, Write write) {
    if (replica == null || replica.fence() != write.version().number()) {
      return ErrorCode.STALE_VERSION;
    }
    if (!replica.takes(write.version()) || !replica.holdsLease) {
      return ErrorCode.NO_LEASE;
    }
    if (replica.leaseEnd.isDue(state.now)) {
      return ErrorCode.NO_LEASE;
    }
    long size = state.config.chunkSizeBytes();
    if (write.range().offset() > size - write.range().length()) {
      return ErrorCode.INVALID;
    }
    return state.pending >= state.config.maxPending() ? ErrorCode.OVERLOADED : ErrorCode.NONE;
  }

  private void order(CallId call, Replica replica, Write write) {
    long serial = replica.nextSerial++;
    Mutate mutate = new Mutate(write.chunk(), write.version(), serial, write.mutation());
    MonotonicTime deadline = state.now.plus(state.config.forwardTimeout());
    Ordered ordered = new Ordered(call, mutate, deadline);
    state.pending++;
    open.put(call, ordered);
    state.observe(
        new ChunkFact.MutationOrdered(write.chunk(), write.version(), serial, write.range()));
    CallId store = state.draw();
    stores.put(store, ordered);
    state.emit(new ChunkEffect.ApplyMutation(store, write.chunk(), write.mutation()));
    for (NodeId to : Objects.requireNonNull(replica.grant).replicas()) {
      ordered.awaited.add(to);
      if (!to.equals(state.config.self())) {
        CallId forward = state.draw();
        forwards.put(forward, ordered);
        state.emit(new ChunkEffect.Forward(forward, to, mutate));
      }
    }
  }

  /** Takes the end of a store; returns false if it was none of a primary. */
  boolean stored(CallId call, ErrorCode code) {
    Ordered ordered = stores.remove(call);
    if (ordered == null) {
      return false;
    }
    Mutate mutate = ordered.mutate;
    Replica replica = state.replicas.get(mutate.chunk());
    if (code == ErrorCode.NONE && replica != null) {
      replica.lengthBytes = Math.max(replica.lengthBytes, mutate.range().end());
      state.observe(
          new ChunkFact.MutationApplied(
              mutate.chunk(), mutate.version(), mutate.serial(), mutate.range()));
    }
    heard(ordered, state.config.self(), code);
    return true;
  }

  void answered(CallId call, NodeId from, ErrorCode code) {
    Ordered ordered = forwards.remove(call);
    if (ordered != null) {
      heard(ordered, from, code);
    }
  }

  private void heard(Ordered ordered, NodeId from, ErrorCode code) {
    if (!ordered.awaited.remove(from)) {
      return;
    }
    if (code != ErrorCode.NONE) {
      Mutate mutate = ordered.mutate;
      state.observe(new ChunkFact.ReplicaFailed(mutate.chunk(), mutate.serial(), from));
      ordered.fail(from, code);
    }
    if (ordered.awaited.isEmpty()) {
      state.pending--;
      open.remove(ordered.client);
      MutationReply reply = new MutationReply(ordered.code, List.copyOf(ordered.failed));
      state.answer(ordered.client, reply);
    }
  }

  /** Gives up replicas that are silent for too long. */
  void timePassed() {
    List<Ordered> late =
        open.values().stream().filter(ordered -> ordered.deadline.isDue(state.now)).toList();
    for (Ordered ordered : late) {
      forwards.values().removeIf(other -> other == ordered);
      for (NodeId silent : List.copyOf(ordered.awaited)) {
        heard(ordered, silent, ErrorCode.REPLICA_FAILED);
      }
    }
  }

  MonotonicTime nextWakeup() {
    MonotonicTime next = MonotonicTime.NEVER;
    for (Ordered ordered : open.values()) {
      next = next.earliest(ordered.deadline);
    }
    return next;
  }
}
