package org.quorama.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quorama.metadata.MasterInput.Asked;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.ReadMode;
import org.quorama.metadata.tree.Namespace;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.ProposalOutcome;
import org.quorama.raft.ReadOutcome;

/** Where clients are served: takes what they ask, and answers each of them once. */
final class ClientDesk {
  private final MasterState state;
  private final MasterQueries queries;
  private final ChunkReserving reserving;
  private final PendingOperations pending = new PendingOperations();
  private final SessionWatch watch = new SessionWatch();

  /** Results of applied commands whose proposals have not ended yet, by index; leaders only. */
  private final TreeMap<Long, OperationReply> results = new TreeMap<>();

  ClientDesk(MasterState state) {
    this.state = state;
    this.queries = new MasterQueries(state);
    this.reserving = new ChunkReserving(state);
  }

  /** Proposes what changes something; one read confirms all that does not. */
  void requested(List<Asked> asked) {
    ArrayList<Asked> reads = new ArrayList<>();
    for (Asked one : asked) {
      watch.heard(one.request().id().session(), state.now());
      OperationReply reply = answerAtOnce(one.request());
      if (reply != null) {
        state.emit(new MasterEffect.AnswerOperation(one.call(), reply));
      } else if (needsNoRead(one.request().operation())) {
        takeUp(one);
      } else {
        reads.add(one);
      }
    }
    if (!reads.isEmpty()) {
      CallId read = state.draw();
      pending.addReads(read, reads);
      state.emit(new MasterEffect.ConfirmRead(read));
    }
  }

  /** Returns the answer to what need not wait; null if it was admitted to wait. */
  private @Nullable OperationReply answerAtOnce(OperationRequest request) {
    FileOperation operation = request.operation();
    if (request.mode() == ReadMode.STALE && operation instanceof FileOperation.Query query) {
      return queries.answer(query);
    }
    if (state.care.refuses(operation)) {
      return OperationReply.fail(ErrorCode.READ_ONLY);
    }
    if (operation instanceof FileOperation.SetAttribute set && !Namespace.isWithinBounds(set)) {
      return OperationReply.fail(ErrorCode.INVALID);
    }
    boolean isAdmitted =
        state.steps.admit(opensChunk(operation) || Revocations.concerns(operation));
    return isAdmitted ? null : OperationReply.fail(ErrorCode.OVERLOADED);
  }

  private static boolean needsNoRead(FileOperation operation) {
    return !(operation instanceof FileOperation.Query
        || opensChunk(operation)
        || operation instanceof FileOperation.KeepAlive);
  }

  /** Tells whether the replicas of a chunk have a say in the answer. */
  private static boolean opensChunk(FileOperation operation) {
    return operation instanceof FileOperation.OpenChunk
        || operation instanceof FileOperation.RecoverLength;
  }

  private void takeUp(Asked asked) {
    FileOperation operation = asked.request().operation();
    if (ChunkReserving.concerns(operation)) {
      reserving.begin(asked);
    } else if (Revocations.concerns(operation)) {
      state.revocations.begin(asked);
    } else {
      propose(asked);
    }
  }

  private void propose(Asked asked) {
    CallId proposal = state.draw();
    pending.addMutation(proposal, asked.call());
    MetadataCommand command = command(asked.request());
    state.emit(new MasterEffect.Propose(proposal, state.encoded(command)));
  }

  private MetadataCommand command(OperationRequest request) {
    FileOperation operation = request.operation();
    if (operation instanceof FileOperation.OpenSession) {
      return new MetadataCommand.OpenSession(state.config.sessionTimeout());
    } else if (operation instanceof FileOperation.CloseSession) {
      return new MetadataCommand.EndSession(
          request.id().session(), MetadataCommand.EndCause.CLOSED);
    }
    return MetadataCommand.Perform.of(request, (FileOperation.Mutation) operation);
  }

  /** Takes what became of a command that this leader applied. */
  void applied(long index, OperationReply result) {
    keep(index, result);
    watchOpened(result);
  }

  private void watchOpened(OperationReply result) {
    if (result.value() instanceof OperationValue.SessionOpened opened) {
      watch.add(opened.session(), opened.timeout(), state.now());
    }
  }

  /** Keeps a result until its proposal ends; those of others go when there are too many. */
  private void keep(long index, OperationReply result) {
    results.put(index, result);
    if (results.size() > 2 * state.config.maxPending() + 1024) {
      results.pollFirstEntry();
    }
  }

  void proposalEnded(CallId proposal, ProposalOutcome outcome) {
    OperationReply reply = replyOf(outcome);
    Optional<CallId> client = pending.takeMutation(proposal);
    if (client.isPresent()) {
      state.steps.answer(client.get(), reply);
    } else if (!state.care.proposalEnded(proposal, reply.code() == ErrorCode.NONE)) {
      state.proposals.ended(proposal, outcome, reply);
    }
  }

  private OperationReply replyOf(ProposalOutcome outcome) {
    if (outcome instanceof ProposalOutcome.Committed committed) {
      long index = committed.position().index();
      OperationReply result = results.remove(index);
      return result == null ? OperationReply.unknown() : result;
    } else if (outcome instanceof ProposalOutcome.NotLeader notLeader) {
      return OperationReply.notLeader(notLeader.hint());
    }
    return outcome instanceof ProposalOutcome.Overloaded
        ? OperationReply.fail(ErrorCode.OVERLOADED)
        : OperationReply.unknown();
  }

  void readEnded(CallId read, ReadOutcome outcome) {
    pending.takeReads(read).forEach(waiting -> readEnded(waiting, outcome));
  }

  private void readEnded(Asked waiting, ReadOutcome outcome) {
    if (outcome instanceof ReadOutcome.NotLeader notLeader) {
      state.steps.answer(waiting.call(), OperationReply.notLeader(notLeader.hint()));
    } else if (outcome instanceof ReadOutcome.Overloaded) {
      state.steps.answer(waiting.call(), OperationReply.fail(ErrorCode.OVERLOADED));
    } else {
      confirmed(waiting);
    }
  }

  private void confirmed(Asked waiting) {
    OperationRequest request = waiting.request();
    if (request.operation() instanceof FileOperation.OpenChunk open) {
      state.opening.begin(new OpenTask(waiting.call(), request.id(), open));
    } else if (request.operation() instanceof FileOperation.RecoverLength recover) {
      state.opening.begin(OpenTask.recovering(waiting.call(), request.id(), recover));
    } else if (request.operation() instanceof FileOperation.Query query) {
      state.steps.answer(waiting.call(), queries.answer(query));
    } else {
      state.steps.answer(waiting.call(), keptAlive(request.id().session()));
    }
  }

  private OperationReply keptAlive(long session) {
    return state.namespace.hasSession(session)
        ? OperationReply.ok(new OperationValue.Done(), state.appliedIndex)
        : OperationReply.fail(ErrorCode.SESSION_EXPIRED);
  }

  void reignBegan() {
    results.clear();
    watch.begin(state.namespace.sessionTimeouts(), state.now());
  }

  void reignEnded() {
    watch.clear();
    pending
        .takeReads()
        .forEach(
            read -> state.steps.answer(read.call(), OperationReply.notLeader(Optional.empty())));
  }

  void timePassed() {
    watch.silent(state.now()).forEach(this::expire);
  }

  MonotonicTime nextWakeup() {
    return watch.nextCheck();
  }

  /** Has all nodes end a session at the same index; its client may have been heard by nobody. */
  private void expire(long session) {
    if (!state.namespace.hasSession(session)) {
      watch.forget(session);
      return;
    }
    MetadataCommand end = new MetadataCommand.EndSession(session, MetadataCommand.EndCause.EXPIRED);
    state.emit(new MasterEffect.Propose(state.draw(), MetadataCommand.encode(end)));
  }
}
