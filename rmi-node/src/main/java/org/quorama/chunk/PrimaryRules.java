package org.quorama.chunk;

import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkMessage.Mutate;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.chunk.ChunkMessage.Write;
import org.quorama.chunk.Mutation.FirstWrite;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.MonotonicTime;

/**
 * Orders mutations while the lease lasts, and answers when all replicas have them [GFS §3.1 steps
 * 4-7]. An append goes behind all that was ordered before [GFS §3.3].
 */
final class PrimaryRules {
  private final ChunkState state;
  private final GrantRules grants;
  private final TreeMap<CallId, Ordered> stores = new TreeMap<>();
  private final TreeMap<CallId, Ordered> forwards = new TreeMap<>();
  private final TreeMap<CallId, Ordered> open = new TreeMap<>();

  /** No replica is silent for too long before; what it stands for may have been answered. */
  private MonotonicTime firstDeadline = MonotonicTime.NEVER;

  PrimaryRules(ChunkState state, GrantRules grants) {
    this.state = state;
    this.grants = grants;
  }

  void write(CallId call, Write write) {
    ErrorCode refusal =
        write.mutation() instanceof FirstWrite first
            ? refusalOfFirst(write, first)
            : refusal(state.replicas.get(write.chunk()), write);
    Replica replica = state.replicas.get(write.chunk());
    if (replica == null || refusal != ErrorCode.NONE) {
      state.answer(call, new MutationReply(refusal, List.of()));
      return;
    }
    Mutation placed = state.placing.placed(write.mutation(), replica.orderedEnd);
    if (placed instanceof Mutation.Pad pad && pad.range().length() == 0) {
      state.answer(call, new MutationReply(ErrorCode.CHUNK_FULL, List.of()));
    } else {
      order(call, replica, write, placed);
    }
  }

  /** The lease is looked at for every order: this node may have slept for longer than it lasts. */
  private ErrorCode refusal(@Nullable Replica replica, Write write) {
    if (replica == null || replica.fence() != write.version().number()) {
      return ErrorCode.STALE_VERSION;
    }
    Lease lease = replica.lease;
    boolean mayOrder = lease.isHeld && !lease.end.isDue(state.now);
    boolean isInTurn = replica.takes(write.version()) && mayOrder;
    return isInTurn ? refusal(write.mutation()) : ErrorCode.NO_LEASE;
  }

  private ErrorCode refusalOfFirst(Write write, FirstWrite first) {
    ErrorCode unfit = refusal(first);
    if (unfit != ErrorCode.NONE) {
      return unfit;
    }
    if (!first.isPrimary(state.config.self())) {
      return ErrorCode.INVALID;
    }
    boolean isTaken = grants.takeFirst(write.chunk(), write.version(), first);
    return isTaken ? ErrorCode.NONE : ErrorCode.STALE_VERSION;
  }

  private ErrorCode refusal(Mutation mutation) {
    ErrorCode unfit = state.placing.refusal(mutation);
    if (unfit != ErrorCode.NONE) {
      return unfit;
    }
    return state.isFull() ? ErrorCode.OVERLOADED : ErrorCode.NONE;
  }

  private void order(CallId call, Replica replica, Write write, Mutation placed) {
    long serial = replica.nextSerial++;
    replica.orderedEnd = Placing.endAfter(placed, replica.orderedEnd);
    replica.lease.isUsed = true;
    Mutate mutate = new Mutate(write.chunk(), write.version(), serial, placed);
    MonotonicTime deadline = state.now.plus(state.config.forwardTimeout());
    Ordered ordered = new Ordered(call, write.mutation(), mutate, deadline);
    state.pending++;
    open.put(call, ordered);
    firstDeadline = firstDeadline.earliest(deadline);
    tell(write, mutate);
    CallId store = state.draw();
    stores.put(store, ordered);
    state.emit(new ChunkEffect.ApplyMutation(store, write.chunk(), placed.stored()));
    for (NodeId to : Objects.requireNonNull(replica.lease.grant).replicas()) {
      ordered.awaited.add(to);
      if (!to.equals(state.config.self())) {
        CallId forward = state.draw();
        forwards.put(forward, ordered);
        state.emit(new ChunkEffect.Forward(forward, to, mutate));
      }
    }
  }

  private void tell(Write write, Mutate mutate) {
    ChunkId chunk = mutate.chunk();
    ChunkVersion version = mutate.version();
    long serial = mutate.serial();
    ByteRange range = mutate.range();
    state.observe(new ChunkFact.MutationOrdered(chunk, version, serial, range));
    if (mutate.mutation() instanceof Mutation.Pad) {
      state.observe(new ChunkFact.ChunkPadded(chunk, version, serial, range));
    } else if (write.mutation() instanceof Mutation.AppendData) {
      state.observe(new ChunkFact.AppendPlaced(chunk, version, serial, range));
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
      state.applied(mutate, replica);
    } else if (code == ErrorCode.CORRUPT) {
      state.corrupt(mutate.chunk());
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
      failed(ordered, from, code);
    }
    if (ordered.awaited.isEmpty()) {
      state.pending--;
      open.remove(ordered.client);
      state.answer(ordered.client, ordered.reply());
    }
  }

  private void failed(Ordered ordered, NodeId from, ErrorCode code) {
    if (code == ErrorCode.NO_LEASE) {
      ordered.outdated();
    } else {
      Mutate mutate = ordered.mutate;
      state.observe(new ChunkFact.ReplicaFailed(mutate.chunk(), mutate.serial(), from));
      ordered.fail(from, code);
    }
  }

  /** Tells whether something is not answered yet that was ordered under a version or before. */
  boolean isOrdering(ChunkId chunk, ChunkVersion upTo) {
    return open.values().stream()
        .map(ordered -> ordered.mutate)
        .anyMatch(mutate -> mutate.chunk().equals(chunk) && mutate.version().compareTo(upTo) <= 0);
  }

  /** Gives up replicas that are silent for too long. */
  void timePassed() {
    if (!firstDeadline.isDue(state.now)) {
      return;
    }
    List<Ordered> late =
        open.values().stream().filter(ordered -> ordered.deadline.isDue(state.now)).toList();
    for (Ordered ordered : late) {
      forwards.values().removeIf(other -> other == ordered);
      for (NodeId silent : List.copyOf(ordered.awaited)) {
        heard(ordered, silent, ErrorCode.REPLICA_FAILED);
      }
    }
    firstDeadline = MonotonicTime.NEVER;
    for (Ordered ordered : open.values()) {
      firstDeadline = firstDeadline.earliest(ordered.deadline);
    }
  }

  /** Returns when the first replica may be silent for too long. */
  MonotonicTime nextWakeup() {
    return firstDeadline;
  }
}
