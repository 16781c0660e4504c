package org.quorama.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.quorama.protocol.CallId;

/** The callers that wait for an answer of one node; a crash forgets them. */
final class PendingCalls {
  private final Map<CallId, Consumer<Object>> waiting = new HashMap<>();
  private long drawn;

  /** Keeps a caller until it is answered. */
  CallId add(Consumer<Object> caller) {
    drawn++;
    CallId call = new CallId(drawn);
    waiting.put(call, caller);
    return call;
  }

  void answer(CallId call, Object reply) {
    Consumer<Object> caller = waiting.remove(call);
    if (caller != null) {
      caller.accept(reply);
    }
  }

  void crash() {
    waiting.clear();
  }
}
