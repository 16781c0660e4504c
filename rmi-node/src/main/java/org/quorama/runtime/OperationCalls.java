package org.quorama.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterInput;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.protocol.CallId;
import org.quorama.runtime.core.NodeInput;

/**
 * Clients' operations that wait for the master's answers, many to a call: the call's thread is
 * woken once, when all of its operations have ended. Confined to the node's event loop, but for
 * what says otherwise.
 */
final class OperationCalls {
  private final LoopTurns loop;
  private final NodeId self;
  private final Map<CallId, Place> waiting = new HashMap<>();
  private long lastCall;

  /** The term the node is in. */
  private long term;

  /** Calls whose threads wait. Thread-safe. */
  private final Set<Batch> open = ConcurrentHashMap.newKeySet();

  /** Where an answer belongs. */
  private record Place(Batch batch, int index) {}

  /** The operations of one call. Its future is thread-safe, the rest confined to the loop. */
  static final class Batch {
    private final List<OperationRequest> requests;
    private final List<OperationReply> replies;
    private final CompletableFuture<List<OperationReply>> answer = new CompletableFuture<>();
    private final List<CallId> calls = new ArrayList<>();
    private int missing;

    Batch(List<OperationRequest> requests) {
      this.requests = List.copyOf(requests);
      this.replies =
          new ArrayList<>(Collections.nCopies(requests.size(), OperationReply.unknown()));
      this.missing = requests.size();
    }

    int size() {
      return requests.size();
    }

    /** Returns what is completed with all answers, in the order of the requests. */
    CompletableFuture<List<OperationReply>> answer() {
      return answer;
    }
  }

  OperationCalls(LoopTurns loop, NodeId self) {
    this.loop = loop;
    this.self = self;
  }

  /** Takes note of the term that answers are given in from now on. */
  void answerIn(long currentTerm) {
    term = currentTerm;
  }

  /** Opens a call, so that it ends with the node if not before. Thread-safe. */
  Batch open(List<OperationRequest> requests) {
    Batch batch = new Batch(requests);
    open.add(batch);
    return batch;
  }

  /** Closes a call that has its answer, or whose thread gives up. Thread-safe. */
  void close(Batch batch) {
    open.remove(batch);
  }

  /** Hands all operations of a call to the master, in one step. */
  void begin(Batch batch) {
    List<MasterInput.Asked> asked = new ArrayList<>(batch.requests.size());
    for (OperationRequest request : batch.requests) {
      lastCall++;
      CallId call = new CallId(lastCall);
      waiting.put(call, new Place(batch, batch.calls.size()));
      batch.calls.add(call);
      asked.add(new MasterInput.Asked(call, request));
    }
    loop.step(new NodeInput.ForMaster(new MasterInput.OperationsRequested(asked)));
  }

  /** Takes the answer to one operation, unless nobody waits any more. */
  void answer(CallId call, OperationReply reply) {
    Place place = waiting.remove(call);
    if (place != null) {
      Batch batch = place.batch();
      batch.replies.set(place.index(), reply.answeredBy(self, term));
      batch.missing--;
      if (batch.missing == 0) {
        batch.answer.complete(batch.replies);
      }
    }
  }

  /** Forgets a call whose thread has gone; its operations may still take effect. */
  void forget(Batch batch) {
    batch.calls.forEach(waiting::remove);
  }

  /** Lets every caller go without an answer. Thread-safe. */
  void abandonAll() {
    IllegalStateException stopped = new IllegalStateException("The node stops");
    open.forEach(batch -> batch.answer.completeExceptionally(stopped));
  }
}
