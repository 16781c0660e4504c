package org.quorama.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkMessage.Mutate;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.chunk.Mutation.FirstWrite;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.MonotonicTime;

/** Applies mutations in the order of the primary, and never one over a gap [GFS §3.1 step 5]. */
final class SecondaryRules {
  private static final int REMEMBERED_TURNS = 256;

  private final ChunkState state;
  private final GrantRules grants;
  private final TreeMap<CallId, Replica.Turn> stores = new TreeMap<>();

  /** No mutation that is early is late before; the one that it stands for may have had its turn. */
  private MonotonicTime firstDeadline = MonotonicTime.NEVER;

  SecondaryRules(ChunkState state, GrantRules grants) {
    this.state = state;
    this.grants = grants;
  }

  void mutate(CallId call, Mutate mutate) {
    ErrorCode refusal =
        mutate.mutation() instanceof FirstWrite first
            ? refusalOfFirst(mutate, first)
            : refusal(state.replicas.get(mutate.chunk()), mutate);
    Replica replica = state.replicas.get(mutate.chunk());
    if (replica == null || refusal != ErrorCode.NONE) {
      answer(call, refusal);
    } else if (mutate.serial() < replica.nextSerial) {
      again(call, replica.turns.get(mutate.serial()), mutate);
    } else if (state.isFull()) {
      answer(call, ErrorCode.OVERLOADED);
    } else {
      line(call, replica, mutate);
    }
  }

  private ErrorCode refusalOfFirst(Mutate mutate, FirstWrite first) {
    Replica known = state.replicas.get(mutate.chunk());
    boolean isAgain = known != null && known.isGranted(mutate.version()) && known.nextSerial > 1;
    if (isAgain || mutate.serial() != 1) {
      return isAgain ? ErrorCode.NONE : ErrorCode.INVALID;
    }
    ErrorCode unfit = state.isFull() ? ErrorCode.OVERLOADED : state.placing.refusalOfOrdered(first);
    if (unfit != ErrorCode.NONE) {
      return unfit;
    }
    boolean isTaken = grants.takeFirst(mutate.chunk(), mutate.version(), first);
    return isTaken ? ErrorCode.NONE : ErrorCode.STALE_VERSION;
  }

  /**
   * A primary that lost its lease in its own eyes orders nothing, so the version is the fence. Who
   * was granted a later one says that the lease is over: not this replica has fallen behind.
   */
  private ErrorCode refusal(@Nullable Replica replica, Mutate mutate) {
    if (replica != null && replica.fence() > mutate.version().number()) {
      return ErrorCode.NO_LEASE;
    }
    if (replica == null
        || !replica.takes(mutate.version())
        || state.arriving.contains(mutate.chunk())) {
      return ErrorCode.STALE_VERSION;
    }
    if (replica.isCorrupt) {
      return ErrorCode.CORRUPT;
    }
    boolean isNumbered = mutate.serial() >= 1;
    return isNumbered ? state.placing.refusalOfOrdered(mutate.mutation()) : ErrorCode.INVALID;
  }

  /** Answers a mutation that came before as it was answered then. */
  private void again(CallId call, Replica.@Nullable Turn turn, Mutate mutate) {
    if (turn == null || !turn.mutate.equals(mutate)) {
      answer(call, ErrorCode.STALE_VERSION);
    } else if (turn.code == null) {
      turn.calls.add(call);
    } else {
      answer(call, turn.code);
    }
  }

  private void line(CallId call, Replica replica, Mutate mutate) {
    Replica.Waiting before = replica.early.get(mutate.serial());
    if (before != null) {
      before.calls().add(call);
      return;
    }
    MonotonicTime deadline = state.now.plus(state.config.forwardTimeout());
    List<CallId> calls = new ArrayList<>(List.of(call));
    replica.early.put(mutate.serial(), new Replica.Waiting(calls, mutate, deadline));
    state.pending++;
    Replica.Waiting next = replica.early.remove(replica.nextSerial);
    while (next != null) {
      apply(replica, next);
      next = replica.early.remove(replica.nextSerial);
    }
    if (!replica.early.isEmpty()) {
      firstDeadline = firstDeadline.earliest(deadline);
    }
  }

  private void apply(Replica replica, Replica.Waiting next) {
    Mutate mutate = next.mutate();
    replica.nextSerial++;
    Replica.Turn turn = new Replica.Turn(mutate);
    turn.calls.addAll(next.calls());
    replica.turns.put(mutate.serial(), turn);
    if (replica.turns.size() > REMEMBERED_TURNS) {
      replica.turns.pollFirstEntry();
    }
    CallId store = state.draw();
    stores.put(store, turn);
    state.emit(new ChunkEffect.ApplyMutation(store, mutate.chunk(), mutate.mutation().stored()));
  }

  /** Takes the end of a store, if it was one of a secondary. */
  void stored(CallId call, ErrorCode code) {
    Replica.Turn turn = stores.remove(call);
    if (turn == null) {
      return;
    }
    Mutate mutate = turn.mutate;
    Replica replica = state.replicas.get(mutate.chunk());
    if (code == ErrorCode.NONE && replica != null) {
      state.applied(mutate, replica);
    } else if (code == ErrorCode.CORRUPT) {
      state.corrupt(mutate.chunk());
    }
    state.pending--;
    turn.code = code;
    turn.calls.forEach(waiting -> answer(waiting, code));
    turn.calls.clear();
  }

  /** Gives up mutations whose turn does not come: what is missing before them is lost. */
  void timePassed() {
    if (!firstDeadline.isDue(state.now)) {
      return;
    }
    firstDeadline = MonotonicTime.NEVER;
    for (Replica replica : state.replicas.values()) {
      for (Replica.Waiting early : List.copyOf(replica.early.values())) {
        giveUpIfLate(replica, early);
      }
    }
  }

  private void giveUpIfLate(Replica replica, Replica.Waiting early) {
    if (!early.deadline().isDue(state.now)) {
      firstDeadline = firstDeadline.earliest(early.deadline());
    } else {
      replica.early.remove(early.mutate().serial());
      state.pending--;
      early.calls().forEach(call -> answer(call, ErrorCode.REPLICA_FAILED));
    }
  }

  /** Returns when the first early mutation may be late: it may have had its turn since. */
  MonotonicTime nextWakeup() {
    return firstDeadline;
  }

  private void answer(CallId call, ErrorCode code) {
    state.answer(call, new MutationReply(code, List.of()));
  }
}
