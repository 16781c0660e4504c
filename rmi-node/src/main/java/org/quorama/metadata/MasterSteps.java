package org.quorama.metadata;

import java.util.ArrayList;
import java.util.List;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.protocol.CallId;
import org.quorama.protocol.MonotonicTime;

/**
 * The steps of a master, one after the other: the time of this one and its effects so far, and what
 * is counted from one to the next, the ids drawn and the clients that wait.
 */
final class MasterSteps {
  /** One place in so many is kept for what waits for the log alone. */
  private static final int KEPT_ONE_IN = 4;

  private final int maxWaiting;
  private MonotonicTime now = MonotonicTime.ZERO;
  private List<MasterEffect> effects = new ArrayList<>();
  private long draws;
  private int waiting;

  /** Makes the steps of a master that lets at most so many clients wait. */
  MasterSteps(int maxWaiting) {
    this.maxWaiting = maxWaiting;
  }

  /** Begins a step. */
  void begin(MonotonicTime time) {
    now = time;
  }

  /** Ends a step; returns its effects in order. */
  List<MasterEffect> end() {
    List<MasterEffect> taken = effects;
    effects = new ArrayList<>();
    return taken;
  }

  MonotonicTime now() {
    return now;
  }

  CallId draw() {
    return new CallId(++draws);
  }

  void emit(MasterEffect effect) {
    effects.add(effect);
  }

  /**
   * Counts a client that waits; false if too many do. Those that wait for chunkservers, for the
   * time of a lease at worst, cannot take every place: a server that is down would else have the
   * master refuse what has nothing to do with it.
   *
   * @param waitsForServers whether more than the log is needed for its answer
   */
  boolean admit(boolean waitsForServers) {
    int kept = waitsForServers ? maxWaiting / KEPT_ONE_IN : 0;
    if (waiting >= maxWaiting - kept) {
      return false;
    }
    waiting++;
    return true;
  }

  /** Answers a client that was admitted. */
  void answer(CallId call, OperationReply reply) {
    waiting--;
    emit(new MasterEffect.AnswerOperation(call, reply));
  }
}
