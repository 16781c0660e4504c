package org.quorama.raft;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.Leader.PendingProposal;
import org.quorama.raft.RaftMessage.AppendEntries;
import org.quorama.raft.RaftMessage.AppendEntriesReply;
import org.quorama.raft.RaftMessage.InstallSnapshotReply;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;

/** What a leader does [Raft §5.3]. Confined to its core. */
final class Leadership {
  /** The others wait for this part of a heartbeat interval at most, with MAJORITY_FIRST. */
  private static final int OTHERS_PART = 2;

  /** For so many election timeouts a leader or candidate waits for its own disk. */
  private static final int DISK_PATIENCE = 10;

  private final RaftState state;
  private final SnapshotSender snapshots;
  private final MembershipChanges changes;
  private final Reads reads;

  /** The same as {@link #diskPatience(RaftConfig)}, which is wanted at every step. */
  private final Duration diskPatience;

  Leadership(RaftState state, Compaction compaction) {
    this.state = state;
    this.snapshots = new SnapshotSender(state, compaction);
    this.changes = new MembershipChanges(state);
    this.reads = new Reads(state);
    this.diskPatience = diskPatience(state.config());
  }

  /** Returns how long the own disk of a leader or candidate may hang. */
  static Duration diskPatience(RaftConfig config) {
    return config.electionTimeoutMax().multipliedBy(DISK_PATIENCE);
  }

  Reads reads() {
    return reads;
  }

  /** Begins a term with a no-op, so that earlier entries can be committed [Raft §8]. */
  void begin(MonotonicTime now) {
    NodeId self = state.config().self();
    long noOpIndex = state.log().lastIndex() + 1;
    Leader leader = new Leader(self, state.membership(), noOpIndex, reads.newLease(), now);
    state.become(leader, self);
    LogPosition first = new LogPosition(state.currentTerm(), leader.noOpIndex());
    state.append(List.of(LogEntry.noOp(first)));
    broadcast(now, leader);
  }

  /** Ends a term: nobody waits for a deposed leader. The role is another one already. */
  void abandon(Leader deposed) {
    // The entries may still be committed by the next leader, so nobody may say they failed.
    deposed
        .proposals()
        .forEach(proposal -> state.outbox().answer(proposal.id(), new ProposalOutcome.Unknown()));
    reads.abandon(deposed);
  }

  /** Sends heartbeats if they are due [Raft §5.2], and what the others have not been sent yet. */
  void timePassed(MonotonicTime now, Leader leader) {
    if (leader.heartbeatDeadline().isDue(now)) {
      broadcast(now, leader);
    } else if (leader.othersDeadline().isDue(now)) {
      leader.sendOthersAt(MonotonicTime.NEVER);
      leader.followers().keySet().forEach(follower -> replicate(leader, follower));
    }
  }

  /**
   * Returns when the leader is to give up: if no quorum answers until then [Dissertation §6.2], or
   * if its own disk hangs and a majority's do not. Its clients wait for what it has applied.
   */
  MonotonicTime stepDownDeadline(Leader leader) {
    if (!state.config().has(RaftConfig.Feature.CHECK_QUORUM)) {
      return MonotonicTime.NEVER;
    }
    Duration timeout = state.config().electionTimeoutMax();
    return leader
        .quorumDeadline(state.membership(), timeout)
        .earliest(leader.disk().deadline(diskPatience));
  }

  /** Puts commands into the log, all at once, and sends them: phase one [Raft §5.3]. */
  void propose(MonotonicTime now, Leader leader, List<RaftInput.Proposal> proposals) {
    List<LogEntry> entries = new ArrayList<>(proposals.size());
    long index = state.log().lastIndex();
    for (RaftInput.Proposal proposal : proposals) {
      if (takesNoMore(leader)) {
        state.outbox().answer(proposal.id(), new ProposalOutcome.Overloaded());
      } else {
        index++;
        LogPosition position = new LogPosition(state.currentTerm(), index);
        entries.add(LogEntry.command(position, proposal.command()));
        leader.proposals().addLast(new PendingProposal(index, proposal.id()));
      }
    }
    if (!entries.isEmpty()) {
      state.append(entries);
      replicateNew(now, leader);
    }
  }

  /**
   * Sends what was just appended.
   *
   * <p>Differs from [Raft §5.3]: with MAJORITY_FIRST only the voters that are furthest get it at
   * once, as many as a majority needs; because a later message to the others carries more entries.
   * Should one of the first be gone, the entry commits by the others.
   */
  private void replicateNew(MonotonicTime now, Leader leader) {
    if (state.config().has(RaftConfig.Feature.MAJORITY_FIRST)) {
      leader.votersFurthest(state.membership()).forEach(voter -> replicate(leader, voter));
      if (leader.othersDeadline().equals(MonotonicTime.NEVER)) {
        Duration delay = state.config().heartbeatInterval().dividedBy(OTHERS_PART);
        leader.sendOthersAt(now.plus(delay));
      }
    } else {
      leader.followers().keySet().forEach(follower -> replicate(leader, follower));
    }
  }

  /** Goes on after an answer: at once with a voter of the first, or one that lacked more. */
  private void goOn(Leader leader, NodeId follower) {
    boolean waits =
        state.config().has(RaftConfig.Feature.MAJORITY_FIRST)
            && !leader.follower(follower).isBehind()
            && !leader.follower(follower).isProbing()
            && !leader.votersFurthest(state.membership()).contains(follower);
    if (!waits) {
      replicate(leader, follower);
    }
  }

  /** Puts a change of the membership into the log, unless it is refused [Dissertation §4.1]. */
  void change(MonotonicTime now, Leader leader, RaftInput.MembershipChangeRequested request) {
    Optional<String> refusal = changes.refusal(now, leader, request.change());
    if (refusal.isPresent()) {
      state.outbox().answer(request.id(), new ProposalOutcome.Refused(refusal.get()));
    } else if (takesNoMore(leader)) {
      state.outbox().answer(request.id(), new ProposalOutcome.Overloaded());
    } else {
      changes.append(now, leader, request.change());
      leader.proposals().addLast(new PendingProposal(state.log().lastIndex(), request.id()));
      broadcast(now, leader);
    }
  }

  /** Tells whether too many wait, or, since the leader hands over, all do [Dissertation §3.10]. */
  private boolean takesNoMore(Leader leader) {
    return leader.waiting() >= state.config().limits().maxPending() || leader.isHandingOver();
  }

  /** Learns how far a follower is [Raft Fig. 2]. */
  void appendEntriesReply(MonotonicTime now, Leader leader, NodeId from, AppendEntriesReply reply) {
    Progress progress = leader.answering(from, reply.round());
    if (progress == null || reply.term() < state.currentTerm()) {
      return; // an answer to a message of an earlier term says nothing of this one
    }
    progress.heard(now, reply.round());
    if (reply.success()) {
      matched(now, leader, progress, reply.matchIndex());
    } else {
      progress.rejected(reply.matchIndex(), state.log().firstIndex());
    }
    goOn(leader, from);
  }

  /** Learns what a follower has of a snapshot, or that it is installed [Raft Fig. 13]. */
  void installSnapshotReply(
      MonotonicTime now, Leader leader, NodeId from, InstallSnapshotReply reply) {
    Progress progress = leader.answering(from, reply.round());
    if (progress == null || reply.term() < state.currentTerm()) {
      return;
    }
    progress.heard(now, reply.round());
    if (reply.matchIndex() > 0) {
      matched(now, leader, progress, reply.matchIndex());
    } else {
      snapshots.answered(leader, from, reply);
    }
    replicate(leader, from);
  }

  private void matched(MonotonicTime now, Leader leader, Progress progress, long matchIndex) {
    progress.matched(state.rules().replication(), matchIndex);
    long lastIndex = state.log().lastIndex();
    progress.caughtUpWith(lastIndex, now, state.config().electionTimeoutMin());
    advanceCommit(leader);
  }

  /** Commits what a quorum holds durably: phase two [Raft §5.3]. */
  void advanceCommit(Leader leader) {
    List<Long> matchIndexes =
        leader.voterMatchIndexes(state.membership(), state.durability().durableIndex());
    CommitRules rules = state.rules().commit();
    state.commitUpTo(
        rules.commitIndexOfLeader(
            state.log(), state.currentTerm(), matchIndexes, state.commitIndex()));
  }

  /**
   * Tells whether this node was removed from the cluster and has nothing more to lead; its last
   * round tells the others of the commit [Dissertation §4.2.2].
   */
  boolean hasLeft(MonotonicTime now, Leader leader) {
    boolean left = changes.hasLeft();
    if (left) {
      broadcast(now, leader);
    }
    return left;
  }

  /** Answers whoever waited for what is applied now, and begins the round that reads wait for. */
  void conclude(MonotonicTime now, Leader leader) {
    leader.disk().watch(now, state.durability().durableIndex(), state.commitIndex());
    answerProposals(leader);
    changes.forgetLeft(leader);
    if (reads.wantRound(leader)) {
      confirm(now, leader);
    }
    reads.answer(leader);
  }

  private void answerProposals(Leader leader) {
    while (!leader.proposals().isEmpty()
        && leader.proposals().getFirst().index() <= state.lastApplied()) {
      PendingProposal applied = leader.proposals().removeFirst();
      LogPosition position = state.log().positionAt(applied.index());
      state.outbox().answer(applied.id(), new ProposalOutcome.Committed(position));
    }
  }

  /** Sends every follower something: entries if it may have some, else a heartbeat. */
  private void broadcast(MonotonicTime now, Leader leader) {
    leader.beginRound(now, now.plus(state.config().heartbeatInterval()));
    leader.sendOthersAt(MonotonicTime.NEVER);
    sendSomething(leader, leader.followers().keySet());
  }

  /**
   * Begins the round that reads wait for. It asks only as many voters as a majority needs, those
   * heard last; should one of them be gone, the next heartbeat asks all.
   */
  private void confirm(MonotonicTime now, Leader leader) {
    leader.beginRound(now, leader.heartbeatDeadline());
    sendSomething(leader, leader.votersHeardLast(state.membership()));
  }

  private void sendSomething(Leader leader, Collection<NodeId> followers) {
    for (NodeId follower : followers) {
      if (!replicate(leader, follower)) {
        heartbeat(leader, follower);
      }
    }
  }

  /** Sends entries while there are some and the follower's window is open; tells if it did. */
  private boolean replicate(Leader leader, NodeId follower) {
    Progress progress = leader.follower(follower);
    if (snapshots.isNeeded(progress)) {
      return snapshots.begin(leader, follower);
    }
    progress.transfers(null);
    RaftConfig.Limits limits = state.config().limits();
    boolean sent = false;
    while (progress.nextIndex() <= state.log().lastIndex()
        && progress.maySend(limits.maxInFlight())) {
      ReplicationRules rules = state.rules().replication();
      List<LogEntry> entries = rules.batch(state.log(), progress.nextIndex(), limits);
      send(leader, follower, entries);
      progress.sent(progress.nextIndex() + entries.size() - 1);
      sent = true;
    }
    progress.sentOf(state.log().lastIndex());
    return sent;
  }

  private void heartbeat(Leader leader, NodeId follower) {
    if (snapshots.isNeeded(leader.follower(follower))) {
      snapshots.heartbeat(leader, follower);
    } else {
      send(leader, follower, List.of());
    }
  }

  private void send(Leader leader, NodeId follower, List<LogEntry> entries) {
    Progress progress = leader.follower(follower);
    LogPosition prevLog = state.log().positionAt(progress.nextIndex() - 1);
    state
        .outbox()
        .send(
            follower,
            new AppendEntries(
                state.currentTerm(),
                state.config().self(),
                prevLog,
                entries,
                state.commitIndex(),
                leader.round()));
  }
}
