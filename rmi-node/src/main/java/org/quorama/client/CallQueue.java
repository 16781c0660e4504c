package org.quorama.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.ListIterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The calls that wait to be sent, and who sends: a caller that finds few senders becomes one and
 * takes all that wait along. Thread-safe.
 *
 * <p>Invariant: while calls wait, somebody sends or the first caller was woken; and each caller
 * looks again by itself after a while.
 */
final class CallQueue {
  static final int MAX_WAITING = 1 << 14;
  static final int MAX_BATCH = 256;
  static final int MAX_BATCH_BYTES = 512 << 10;

  /** So few callers are not worth a wait. */
  private static final int FEW = 3;

  /** The part of what was expected that is forgotten with every message that carries fewer. */
  private static final int FORGETTING = 16;

  /** How long a message waits for callers that the one before answered. */
  private static final long GATHERING_NANOS = TimeUnit.MICROSECONDS.toNanos(400);

  private final int maxSenders;

  /** Oldest first; guarded by this, like the count of senders. */
  private final Deque<PendingCall> waiting = new ArrayDeque<>();

  private int senders;

  /** How many calls went together lately; falls slowly. Guarded by this. */
  private int expected;

  /** Who waits for as many as {@link #expected}, null if nobody does. Guarded by this. */
  private @Nullable Thread gatherer;

  CallQueue(int maxSenders) {
    this.maxSenders = maxSenders;
  }

  /** Adds a call; false if too many wait. */
  synchronized boolean add(PendingCall call) {
    if (waiting.size() >= MAX_WAITING) {
      return false;
    }
    waiting.add(call);
    if (gatherer != null && waiting.size() >= expected) {
      LockSupport.unpark(gatherer);
    }
    return true;
  }

  /**
   * Makes the caller a sender, if there is anything to send and a place. While one message is under
   * way the next gathers calls, unless that one takes long.
   *
   * @param patient false if the caller has waited for long
   */
  synchronized boolean enter(boolean patient) {
    if (senders >= (patient ? 1 : maxSenders) || waiting.isEmpty()) {
      return false;
    }
    senders++;
    return true;
  }

  /**
   * Waits for the callers that were answered just now, a moment at most: most of them call again,
   * and would else go with the message after the next, in two halves for ever.
   */
  void gather() {
    long end = System.nanoTime() + GATHERING_NANOS;
    long left = GATHERING_NANOS;
    while (left > 0 && isIncomplete()) {
      LockSupport.parkNanos(this, left);
      left = Thread.currentThread().isInterrupted() ? 0 : end - System.nanoTime();
    }
  }

  private synchronized boolean isIncomplete() {
    boolean incomplete = expected >= FEW && waiting.size() < expected;
    gatherer = incomplete ? Thread.currentThread() : null;
    return incomplete;
  }

  /** Takes the oldest calls, as many as fit a message; none if none wait. */
  synchronized List<PendingCall> take() {
    List<PendingCall> taken = new ArrayList<>(Math.min(waiting.size(), MAX_BATCH));
    int bytes = 0;
    PendingCall next = waiting.peek();
    while (next != null && taken.size() < MAX_BATCH && bytes < MAX_BATCH_BYTES) {
      bytes += next.sizeBytes();
      taken.add(waiting.remove());
      next = waiting.peek();
    }
    gatherer = null;
    expected = Math.max(taken.size(), expected - 1 - expected / FORGETTING);
    return taken;
  }

  /** Tells whether a call waits to be sent. */
  synchronized boolean holds(PendingCall call) {
    return waiting.contains(call);
  }

  /** Puts calls back in front of the others. */
  synchronized void putBack(List<PendingCall> calls) {
    ListIterator<PendingCall> last = calls.listIterator(calls.size());
    while (last.hasPrevious()) {
      waiting.addFirst(last.previous());
    }
  }

  /** Makes the caller a sender no more. */
  synchronized void leave() {
    senders--;
    wakeNext();
  }

  private void wakeNext() {
    PendingCall next = waiting.peek();
    if (next != null && senders == 0) {
      next.wake();
    }
  }
}
