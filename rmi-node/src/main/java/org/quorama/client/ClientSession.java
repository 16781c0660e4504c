package org.quorama.client;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.metadata.operation.OperationValue.SessionOpened;
import org.quorama.metadata.operation.RequestId;

/**
 * The client's session at the cluster [Dissertation §6.3]: names mutations in the order in which
 * they are sent first, and knows whose answers are here. Thread-safe.
 */
final class ClientSession {
  private final Consumer<Duration> onOpened;

  /** The session's name, {@link RequestId#NO_SESSION} before one is open; guarded by this. */
  private long session = RequestId.NO_SESSION;

  /** The last request's number; guarded by this. */
  private long sequence;

  /** The numbers of those without an answer; guarded by this. */
  private final TreeSet<Long> open = new TreeSet<>();

  /** Becomes true when something is sent, and false when it is asked. */
  private boolean active;

  /** Makes one that is not open; the consumer hears the timeout whenever one is opened. */
  ClientSession(Consumer<Duration> onOpened) {
    this.onOpened = onOpened;
  }

  synchronized boolean isOpen() {
    return session != RequestId.NO_SESSION;
  }

  synchronized void opened(SessionOpened value) {
    session = value.session();
    sequence = 0;
    open.clear();
    onOpened.accept(value.timeout());
  }

  /** Forgets a session that ended, unless another one is open already. */
  synchronized void ended(long which) {
    if (session == which) {
      session = RequestId.NO_SESSION;
      open.clear();
    }
  }

  /** Tells whether calls can be sent: those that change something need a session to be open. */
  synchronized boolean canSend(List<PendingCall> calls) {
    return isOpen() || calls.stream().noneMatch(call -> call.isMutation() && call.id == null);
  }

  /** Makes requests of calls: new ones, or those that were sent before. */
  synchronized List<OperationRequest> requests(List<PendingCall> calls) {
    calls.forEach(this::name);
    active = true;
    long acknowledged = open.isEmpty() ? sequence : open.first() - 1;
    return calls.stream().map(call -> request(call, acknowledged)).toList();
  }

  private void name(PendingCall call) {
    if (call.operation instanceof FileOperation.SessionControl) {
      call.id = new RequestId(session, 0);
    } else if (call.id == null && call.isMutation()) {
      sequence++;
      open.add(sequence);
      call.id = new RequestId(session, sequence);
    }
  }

  private OperationRequest request(PendingCall call, long acknowledged) {
    RequestId id = call.id == null ? new RequestId(session, 0) : call.id;
    long inItsSession = id.session() == session ? acknowledged : 0;
    return new OperationRequest(id, inItsSession, call.mode, call.operation);
  }

  /** Takes note that a caller has its answer: nothing need be remembered of it. */
  synchronized void answered(PendingCall call) {
    RequestId id = call.id;
    if (id != null && id.session() == session) {
      open.remove(id.sequence());
    }
  }

  /** Tells whether anything was sent since this was asked last. */
  synchronized boolean wasActive() {
    boolean was = active;
    active = false;
    return was;
  }
}
