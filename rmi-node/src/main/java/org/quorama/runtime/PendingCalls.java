package org.quorama.runtime;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.quorama.protocol.CallId;
import org.quorama.runtime.time.LiveClock;

/**
 * Callers that wait for an answer of the cores. Thread-safe; bounded by the mailbox and the cores,
 * which answer or refuse what they do not take.
 *
 * @param <T> the type of the answers
 */
final class PendingCalls<T> {
  private final Map<CallId, CompletableFuture<T>> waiting = new ConcurrentHashMap<>();

  void open(CallId call) {
    waiting.put(call, new CompletableFuture<>());
  }

  /** Returns how many callers wait. */
  int size() {
    return waiting.size();
  }

  /** Answers a call, unless nobody waits any more. */
  void answer(CallId call, T answer) {
    CompletableFuture<T> future = waiting.get(call);
    if (future != null) {
      future.complete(answer);
    }
  }

  /**
   * Waits so much protocol time for the answer; empty if none came in time or the node stopped.
   * Ends the call.
   */
  Optional<T> await(CallId call, Duration wait, LiveClock clock) {
    return await(call, wait, Waits.LONGEST, clock);
  }

  /** Waits like {@link #await}, but only so much real time. */
  Optional<T> await(CallId call, Duration wait, Duration most, LiveClock clock) {
    CompletableFuture<T> future = waiting.get(call);
    Optional<T> answer =
        future == null ? Optional.empty() : Waits.forAnswer(future, wait, most, clock);
    waiting.remove(call);
    return answer;
  }

  /** Forgets a call that was never made. */
  void forget(CallId call) {
    waiting.remove(call);
  }

  /** Lets every caller go without an answer. */
  void abandonAll() {
    IllegalStateException stopped = new IllegalStateException("The node stops");
    waiting.values().forEach(future -> future.completeExceptionally(stopped));
  }
}
