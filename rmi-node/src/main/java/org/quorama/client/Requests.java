package org.quorama.client;

import java.util.List;
import java.util.TreeSet;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.metadata.operation.RequestId;

/** Names requests in the order in which they are sent first. Thread-safe. */
final class Requests {
  private final long session;

  /** The last request's number; guarded by this. */
  private long sequence;

  /** The numbers of those without an answer; guarded by this. */
  private final TreeSet<Long> open = new TreeSet<>();

  Requests(long session) {
    this.session = session;
  }

  /** Makes requests of calls: new ones, or those that were sent before. */
  synchronized List<OperationRequest> of(List<PendingCall> calls) {
    calls.forEach(this::name);
    long acknowledged = open.isEmpty() ? sequence : open.first() - 1;
    return calls.stream().map(call -> request(call, acknowledged)).toList();
  }

  private void name(PendingCall call) {
    if (call.id == null && call.isMutation()) {
      sequence++;
      open.add(sequence);
      call.id = new RequestId(session, sequence);
    }
  }

  private OperationRequest request(PendingCall call, long acknowledged) {
    RequestId id = call.id == null ? new RequestId(session, 0) : call.id;
    return new OperationRequest(id, acknowledged, call.mode, call.operation);
  }

  /** Frees what was remembered of a call: its caller has the answer. */
  synchronized void answered(PendingCall call) {
    if (call.id != null) {
      open.remove(call.id.sequence());
    }
  }
}
