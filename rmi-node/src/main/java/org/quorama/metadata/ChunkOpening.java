package org.quorama.metadata;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.command.MetadataCommand.Placement;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.tree.ChunkEntry;
import org.quorama.metadata.tree.FileNode;
import org.quorama.metadata.tree.Found;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.ProposalOutcome;

/**
 * Opens chunks for writing: a version goes into the log, then to its replicas, then is confirmed in
 * the log, and only then the client learns it [GFS §3.1, §4.5].
 *
 * <p>Invariant: a client never learns a version that is not durable on all its replicas. A new
 * version goes only to replicas that hold at least the confirmed one, so one replica of every older
 * version has moved on and the older primary can have no write confirmed, however long its lease.
 */
final class ChunkOpening {
  private static final int MAX_ATTEMPTS = 6;

  private final MasterState state;
  private final ReplicaChoice choice;
  private final LeaseTable leases;
  private final TreeMap<CallId, OpenTask> proposed = new TreeMap<>();
  private final TreeMap<CallId, SentGrant> sent = new TreeMap<>();
  private final LinkedHashMap<OpenTask.Key, OpenTask> active = new LinkedHashMap<>();
  private List<OpenTask> awaitingReports = new ArrayList<>();
  private long lastReserved;

  private record SentGrant(OpenTask task, OpenTask.Grant grant, NodeId to) {}

  ChunkOpening(MasterState state) {
    this.state = state;
    this.choice = new ReplicaChoice(state);
    this.leases = new LeaseTable(state.config.leaseLength());
  }

  /** Takes up a wish; the leader was confirmed after it came. */
  void begin(OpenTask task) {
    if (!state.leads) {
      end(task, lost(task));
      return;
    }
    Found found = state.namespace.find(task.wish.path());
    ErrorCode refusal = refusal(found, task.wish.chunkIndex());
    if (found.node() == null || refusal != ErrorCode.NONE) {
      fail(task, refusal);
      return;
    }
    OpenTask.Key key = new OpenTask.Key(found.node().id(), task.wish.chunkIndex());
    leave(task);
    OpenTask first = active.putIfAbsent(key, task);
    if (first != null) {
      first.followers.add(task);
      return;
    }
    task.key = key;
    choose(task, found.node());
  }

  private static ErrorCode refusal(Found found, int index) {
    if (found.node() == null) {
      return found.code();
    }
    if (found.node().isDirectory()) {
      return ErrorCode.IS_A_DIRECTORY;
    }
    return index < 0 || index > found.node().chunks().size() ? ErrorCode.INVALID : ErrorCode.NONE;
  }

  private void choose(OpenTask task, FileNode file) {
    if (task.wish.chunkIndex() == file.chunks().size()) {
      place(task);
      return;
    }
    ChunkId chunk = file.chunks().get(task.wish.chunkIndex());
    ChunkEntry entry = state.namespace.chunk(chunk).orElseThrow();
    LeaseTable.Lease lease = leases.usable(entry, task, state.now).orElse(null);
    if (lease != null) {
      leases.put(chunk, new LeaseTable.Lease(lease.placement(), lease.since(), task.id));
      end(task, writable(chunk, lease.placement()));
    } else {
      renew(task, entry);
    }
  }

  private void place(OpenTask task) {
    ReplicaChoice.Choice chosen = choice.forNew(task.excluded);
    if (isChosen(task, chosen)) {
      lastReserved = Math.max(state.namespace.nextChunk(), lastReserved + 1);
      ChunkId chunk = new ChunkId(lastReserved);
      Placement placement =
          ReplicaChoice.place(chunk, new ChunkVersion(1), chosen.replicas(), List.of());
      task.grant = new OpenTask.Grant(chunk, placement, true);
      FileOperation.OpenChunk wish = task.wish;
      propose(
          task, new MetadataCommand.PlaceChunk(wish.path(), wish.chunkIndex(), chunk, placement));
    }
  }

  private void renew(OpenTask task, ChunkEntry entry) {
    boolean fresh = entry.confirmed() == null;
    ReplicaChoice.Choice chosen =
        fresh ? choice.forNew(task.excluded) : choice.forNext(entry, task.excluded);
    if (isChosen(task, chosen)) {
      Placement last = entry.granted();
      Placement next =
          ReplicaChoice.place(
              entry.chunk(), last.version().next(), chosen.replicas(), List.of(last.primary()));
      task.grant = new OpenTask.Grant(entry.chunk(), next, fresh);
      propose(task, new MetadataCommand.GrantLease(entry.chunk(), next));
    }
  }

  private boolean isChosen(OpenTask task, ReplicaChoice.Choice chosen) {
    if (chosen.verdict() == ReplicaChoice.Verdict.WAIT) {
      awaitingReports.add(task);
    } else if (chosen.verdict() == ReplicaChoice.Verdict.TOO_FEW) {
      fail(task, ErrorCode.NO_CHUNKSERVERS);
    }
    return chosen.verdict() == ReplicaChoice.Verdict.CHOSEN;
  }

  private void propose(OpenTask task, MetadataCommand command) {
    CallId proposal = state.draw();
    proposed.put(proposal, task);
    state.emit(new MasterEffect.Propose(proposal, MetadataCommand.encode(command)));
  }

  /** Takes the end of a proposal; the result is that of its command if it was committed. */
  void proposalEnded(CallId proposal, ProposalOutcome outcome, OperationReply result) {
    OpenTask task = proposed.remove(proposal);
    if (task == null || task.grant == null) {
      return;
    }
    OpenTask.Grant grant = task.grant;
    if (!(outcome instanceof ProposalOutcome.Committed)) {
      end(task, task.tookEffect ? OperationReply.unknown() : result);
      return;
    }
    boolean applied = result.code() == ErrorCode.NONE;
    task.tookEffect |= applied;
    if (!state.leads) {
      end(task, lost(task));
    } else if (!applied) {
      retry(task);
    } else if (grant.confirming) {
      granted(task, grant);
    } else {
      send(task, grant);
    }
  }

  private void send(OpenTask task, OpenTask.Grant grant) {
    Placement placement = grant.placement;
    if (placement.version().number() == 1) {
      state.observe(
          new MasterFact.ChunkPlaced(
              task.wish.path(), task.wish.chunkIndex(), grant.chunk, placement.replicas()));
    }
    grant.sentAt = state.now;
    ChunkMessage.Grant message =
        new ChunkMessage.Grant(
            grant.chunk,
            placement.version(),
            grant.fresh,
            placement.primary(),
            placement.replicas(),
            state.config.leaseLength());
    for (NodeId replica : placement.replicas()) {
      CallId call = state.draw();
      sent.put(call, new SentGrant(task, grant, replica));
      state.emit(new MasterEffect.SendGrant(call, replica, message));
    }
  }

  /** Takes a chunkserver's answer to a grant. */
  void grantAnswered(CallId call, boolean accepted) {
    SentGrant answered = sent.remove(call);
    if (answered == null) {
      return;
    }
    OpenTask.Grant grant = answered.grant();
    grant.awaited.remove(answered.to());
    if (accepted) {
      ChunkVersion version = grant.placement.version();
      state.locations.accepted(answered.to(), grant.chunk, version, state.now);
    } else {
      grant.refused.add(answered.to());
    }
    if (grant.awaited.isEmpty()) {
      concluded(answered.task(), grant);
    }
  }

  private void concluded(OpenTask task, OpenTask.Grant grant) {
    if (grant.refused.isEmpty()) {
      grant.confirming = true;
      ChunkVersion version = grant.placement.version();
      propose(task, new MetadataCommand.ConfirmGrant(grant.chunk, version));
    } else {
      task.excluded.addAll(grant.refused);
      retry(task);
    }
  }

  private void retry(OpenTask task) {
    task.attempts++;
    if (task.attempts >= MAX_ATTEMPTS) {
      fail(task, ErrorCode.OVERLOADED);
    } else {
      begin(task);
    }
  }

  private void granted(OpenTask task, OpenTask.Grant grant) {
    Placement placement = grant.placement;
    leases.put(grant.chunk, new LeaseTable.Lease(placement, grant.sentAt, task.id));
    state.observe(
        new MasterFact.LeaseGranted(
            grant.chunk,
            placement.version(),
            placement.primary(),
            state.config.leaseLength().minus(state.now.since(grant.sentAt))));
    end(task, writable(grant.chunk, placement));
  }

  private OperationReply writable(ChunkId chunk, Placement placement) {
    List<NodeId> replicas = new ArrayList<>(new TreeSet<>(placement.replicas()));
    OperationValue.ChunkLocation location =
        new OperationValue.ChunkLocation(chunk, placement.version(), placement.primary(), replicas);
    return OperationReply.ok(
        new OperationValue.WritableChunk(location, state.config.chunkSizeBytes()),
        state.appliedIndex);
  }

  private void fail(OpenTask task, ErrorCode code) {
    end(task, task.tookEffect ? OperationReply.unknown() : OperationReply.fail(code));
  }

  private static OperationReply lost(OpenTask task) {
    return task.tookEffect ? OperationReply.unknown() : OperationReply.notLeader(Optional.empty());
  }

  private void end(OpenTask task, OperationReply reply) {
    leave(task);
    state.answer(task.call, reply);
    List<OpenTask> followers = List.copyOf(task.followers);
    task.followers.clear();
    followers.forEach(this::begin);
  }

  private void leave(OpenTask task) {
    if (task.key != null) {
      active.remove(task.key, task);
      task.key = null;
    }
  }

  /** Looks again at what waits for reports. */
  void reconsider() {
    List<OpenTask> waiting = awaitingReports;
    awaitingReports = new ArrayList<>();
    waiting.forEach(this::begin);
  }

  /** Gives up grants that nobody answers, and waits that are over. */
  void timePassed() {
    List<CallId> late =
        sent.keySet().stream()
            .filter(call -> deadline(Objects.requireNonNull(sent.get(call))).isDue(state.now))
            .toList();
    late.forEach(call -> grantAnswered(call, false));
    if (state.isSettled()) {
      reconsider();
    }
  }

  private MonotonicTime deadline(SentGrant waiting) {
    return waiting.grant().sentAt.plus(state.config.chunkserverTimeout());
  }

  MonotonicTime nextWakeup() {
    MonotonicTime next = awaitingReports.isEmpty() ? MonotonicTime.NEVER : state.settledAt;
    for (SentGrant waiting : sent.values()) {
      next = next.earliest(deadline(waiting));
    }
    return next;
  }

  /** Forgets leases and ends what only a leader can go on with; proposals end by themselves. */
  void leadershipLost() {
    leases.clear();
    lastReserved = 0;
    TreeMap<CallId, OpenTask> ended = new TreeMap<>();
    sent.values().forEach(grant -> ended.put(grant.task().call, grant.task()));
    awaitingReports.forEach(task -> ended.put(task.call, task));
    sent.clear();
    awaitingReports = new ArrayList<>();
    ended.values().forEach(task -> end(task, lost(task)));
  }
}
