package org.quorama.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterInput.Asked;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.ReadMode;
import org.quorama.metadata.tree.ChunkEntry;
import org.quorama.metadata.tree.Namespace;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Invariants;
import org.quorama.protocol.MonotonicTime;
import org.quorama.protocol.ProtocolCore;
import org.quorama.raft.ProposalOutcome;
import org.quorama.raft.ReadOutcome;
import org.quorama.raft.RoleName;
import org.quorama.raft.log.LogEntry;

/**
 * The master on one node [GFS §2.4]: every node applies the log to its namespace, the Raft leader's
 * also answers clients, grants leases and listens to chunkservers. Confined to the thread of its
 * host.
 *
 * <p>Invariant: whatever is decided for all nodes is in the log first. A client is told a failure
 * only if its operation certainly has no effect.
 */
public final class MasterCore implements ProtocolCore<MasterInput, MasterEffect> {
  private final MasterState state;
  private final PendingOperations pending = new PendingOperations();
  private final MasterQueries queries;
  private final SessionWatch watch = new SessionWatch();
  private final DeletionWatch deletions;

  /** Results of applied commands whose proposals have not ended yet, by index; leaders only. */
  private final TreeMap<Long, OperationReply> results = new TreeMap<>();

  /**
   * Makes a master with an empty namespace; the log fills it.
   *
   * @param config the settings
   */
  public MasterCore(MasterConfig config) {
    this.state = new MasterState(config);
    this.queries = new MasterQueries(state);
    this.deletions = new DeletionWatch(state);
  }

  /** Returns a hash of the namespace, equal on every node that applied the same commands. */
  public long digest() {
    return state.namespace.digest();
  }

  /**
   * Returns how many files have a chunk, by what this node has applied.
   *
   * @param chunk which
   */
  public int references(ChunkId chunk) {
    return state.namespace.chunk(chunk).map(ChunkEntry::references).orElse(0);
  }

  @Override
  public List<MasterEffect> step(MonotonicTime now, MasterInput input) {
    state.now = now;
    if (input instanceof MasterInput.OperationsRequested requested) {
      requested(requested.asked());
    } else if (input instanceof MasterInput.EntriesCommitted committed) {
      committed.entries().forEach(this::apply);
    } else if (input instanceof MasterInput.SnapshotWanted wanted) {
      takeSnapshot(wanted.index());
    } else if (input instanceof MasterInput.SnapshotRestored restored) {
      restore(restored.index(), restored.state());
    } else if (input instanceof MasterInput.ProposalEnded ended) {
      proposalEnded(ended.proposal(), ended.outcome());
    } else if (input instanceof MasterInput.ReadEnded ended) {
      readEnded(ended.read(), ended.outcome());
    } else if (input instanceof MasterInput.RoleChanged changed) {
      roleChanged(changed.role() == RoleName.LEADER, changed.term());
    } else if (input instanceof MasterInput.ReportArrived arrived) {
      reported(arrived);
    } else if (input instanceof MasterInput.GrantAnswered answered) {
      grantAnswered(answered);
    } else if (input instanceof MasterInput.RevokeAnswered answered) {
      state.rounds.answered(answered.call(), answered.code() == ErrorCode.NONE);
    } else if (input instanceof MasterInput.CloneAnswered answered) {
      state.rounds.answered(answered.call(), answered.code() == ErrorCode.NONE);
    } else if (input instanceof MasterInput.CopyAnswered answered) {
      state.care.copyAnswered(answered.call(), answered.code());
    }
    timePassed();
    return state.takeEffects();
  }

  @Override
  public MonotonicTime nextWakeup() {
    if (!state.leads) {
      return MonotonicTime.NEVER;
    }
    return state
        .care
        .nextWakeup()
        .earliest(state.opening.nextWakeup())
        .earliest(state.rounds.nextWakeup())
        .earliest(state.revocations.nextWakeup())
        .earliest(deletions.nextWakeup())
        .earliest(watch.nextCheck());
  }

  /** Proposes what changes something; one read confirms all that does not. */
  private void requested(List<Asked> asked) {
    ArrayList<Asked> reads = new ArrayList<>();
    for (Asked one : asked) {
      watch.heard(one.request().id().session(), state.now);
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
    return state.admit() ? null : OperationReply.fail(ErrorCode.OVERLOADED);
  }

  private static boolean needsNoRead(FileOperation operation) {
    return !(operation instanceof FileOperation.Query
        || operation instanceof FileOperation.OpenChunk
        || operation instanceof FileOperation.RecoverLength
        || operation instanceof FileOperation.KeepAlive);
  }

  private void takeUp(Asked asked) {
    FileOperation operation = asked.request().operation();
    if (operation instanceof FileOperation.CreateAndOpen create) {
      OperationRequest request = asked.request();
      MetadataCommand.Perform perform =
          new MetadataCommand.Perform(request.id(), request.acknowledgedUpTo(), create);
      state.opening.begin(OpenTask.creating(asked.call(), perform));
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
    state.emit(new MasterEffect.Propose(proposal, MetadataCommand.encode(command)));
  }

  private MetadataCommand command(OperationRequest request) {
    FileOperation operation = request.operation();
    if (operation instanceof FileOperation.OpenSession) {
      return new MetadataCommand.OpenSession(state.config.sessionTimeout());
    } else if (operation instanceof FileOperation.CloseSession) {
      return new MetadataCommand.EndSession(
          request.id().session(), MetadataCommand.EndCause.CLOSED);
    }
    return new MetadataCommand.Perform(
        request.id(), request.acknowledgedUpTo(), (FileOperation.Mutation) operation);
  }

  private void apply(LogEntry entry) {
    state.appliedIndex = entry.index();
    if (entry.kind() == LogEntry.Kind.COMMAND) {
      OperationReply result = state.namespace.perform(entry.index(), entry.command());
      if (state.leads) {
        keep(entry.index(), result);
        watchOpened(result);
      }
      state.observe(new MasterFact.CommandApplied(entry.index(), entry.command(), digest()));
    }
    if (state.leads && entry.term() == state.term) {
      state.caughtUp = true;
      state.leases.caughtUp(entry.index());
      state.care.caughtUp();
    }
  }

  private void watchOpened(OperationReply result) {
    if (result.value() instanceof OperationValue.SessionOpened opened) {
      watch.add(opened.session(), opened.timeout(), state.now);
    }
  }

  private void takeSnapshot(long index) {
    Invariants.check(
        index == state.appliedIndex,
        "A snapshot at %d is wanted, %d is applied",
        index,
        state.appliedIndex);
    state.emit(new MasterEffect.SnapshotTaken(index, state.namespace.snapshot()));
  }

  private void restore(long index, Bytes snapshot) {
    Invariants.check(
        index >= state.appliedIndex,
        "A snapshot at %d goes back from %d",
        index,
        state.appliedIndex);
    state.namespace.restore(index, snapshot);
    state.appliedIndex = index;
    state.observe(new MasterFact.StateRestored(index, digest()));
  }

  /** Keeps a result until its proposal ends; those of others go when there are too many. */
  private void keep(long index, OperationReply result) {
    results.put(index, result);
    if (results.size() > 2 * state.config.maxPending() + 1024) {
      results.pollFirstEntry();
    }
  }

  private void proposalEnded(CallId proposal, ProposalOutcome outcome) {
    OperationReply reply = replyOf(outcome);
    Optional<CallId> client = pending.takeMutation(proposal);
    if (client.isPresent()) {
      state.answer(client.get(), reply);
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

  private void readEnded(CallId read, ReadOutcome outcome) {
    boolean isSure = outcome instanceof ReadOutcome.Ready && state.leads;
    pending.takeReport(read).ifPresent(answer -> state.emit(isSure ? answer : refused(answer)));
    pending.takeReads(read).forEach(waiting -> readEnded(waiting, outcome));
  }

  private static MasterEffect refused(MasterEffect.AnswerReport answer) {
    return new MasterEffect.AnswerReport(answer.call(), ChunkMessage.Orders.NONE);
  }

  private void readEnded(Asked waiting, ReadOutcome outcome) {
    if (outcome instanceof ReadOutcome.NotLeader notLeader) {
      state.answer(waiting.call(), OperationReply.notLeader(notLeader.hint()));
    } else if (outcome instanceof ReadOutcome.Overloaded) {
      state.answer(waiting.call(), OperationReply.fail(ErrorCode.OVERLOADED));
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
      state.answer(waiting.call(), queries.answer(query));
    } else {
      state.answer(waiting.call(), keptAlive(request.id().session()));
    }
  }

  private OperationReply keptAlive(long session) {
    return state.namespace.hasSession(session)
        ? OperationReply.ok(new OperationValue.Done(), state.appliedIndex)
        : OperationReply.fail(ErrorCode.SESSION_EXPIRED);
  }

  private void roleChanged(boolean leads, long term) {
    boolean newReign = leads && (!state.leads || term != state.term);
    boolean wasLeading = state.leads;
    state.leads = leads;
    state.term = term;
    if (newReign) {
      state.caughtUp = false;
      state.settledAt = state.now.plus(state.config.chunkserverTimeout());
      state.care.reignBegan();
      state.leases.begin(state.now);
      deletions.clear();
      results.clear();
      watch.begin(state.namespace.sessionTimeouts(), state.now);
    } else if (wasLeading && !leads) {
      state.caughtUp = false;
      state.care.reignEnded();
      state.rounds.abandon();
      state.opening.leadershipLost();
      state.revocations.leadershipLost();
      deletions.clear();
      watch.clear();
      pending.takeReports().forEach(answer -> state.emit(refused(answer)));
      pending
          .takeReads()
          .forEach(read -> state.answer(read.call(), OperationReply.notLeader(Optional.empty())));
    }
  }

  private void reported(MasterInput.ReportArrived arrived) {
    NodeId from = arrived.from();
    if (!state.leads) {
      state.emit(new MasterEffect.AnswerReport(arrived.call(), ChunkMessage.Orders.NONE));
      return;
    }
    List<ChunkId> extended = state.opening.extend(from, arrived.report().leasesWanted());
    ChunkMessage.Orders orders = state.care.reported(from, arrived.report(), extended);
    answer(new MasterEffect.AnswerReport(arrived.call(), orders));
    state.opening.reconsider();
  }

  /**
   * Extends leases only once it is sure that this node led after they were wanted: every later
   * leader then waits for longer than they last.
   */
  private void answer(MasterEffect.AnswerReport answer) {
    if (answer.orders().extended().isEmpty()) {
      state.emit(answer);
    } else {
      CallId read = state.draw();
      pending.addReport(read, answer);
      state.emit(new MasterEffect.ConfirmRead(read));
    }
  }

  private void grantAnswered(MasterInput.GrantAnswered answered) {
    if (!state.care.grantAnswered(answered.call(), answered.accepted())) {
      state.rounds.answered(answered.call(), answered.accepted(), answered.lengthBytes());
    }
  }

  private void timePassed() {
    if (state.leads) {
      state.care.timePassed();
      if (state.care.takeCopied()) {
        state.opening.copied();
      }
      state.rounds.timePassed();
      state.opening.timePassed();
      state.revocations.timePassed();
      deletions.timePassed();
      watch.silent(state.now).forEach(this::expire);
    }
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
