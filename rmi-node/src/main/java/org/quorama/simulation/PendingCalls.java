package org.quorama.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.quorama.protocol.CallId;

/**
 * The callers that wait for an answer of one node; a crash forgets them.
 *
 * @param <R> what they wait for
 */
final class PendingCalls<R> {
  private final LongSupplier numbers;
  private final Map<CallId, Consumer<R>> waiting = new HashMap<>();

  /** Makes an empty set of callers; the numbers are unique in the node. */
  PendingCalls(LongSupplier numbers) {
    this.numbers = numbers;
  }

  /** Keeps a caller until it is answered. */
  CallId add(Consumer<R> caller) {
    CallId call = new CallId(numbers.getAsLong());
    waiting.put(call, caller);
    return call;
  }

  void answer(CallId call, R reply) {
    Consumer<R> caller = waiting.remove(call);
    if (caller != null) {
      caller.accept(reply);
    }
  }

  void crash() {
    waiting.clear();
  }
}
