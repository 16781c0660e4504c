package org.quorama.raft;

import java.util.List;
import java.util.SortedMap;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.CallId;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.RaftMessage.AppendEntries;
import org.quorama.raft.RaftMessage.AppendEntriesReply;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;

/** What a leader does [Raft §5.3]. Confined to its core. */
final class Leadership {
  private final RaftState state;
  private final Reads reads;

  Leadership(RaftState state) {
    this.state = state;
    this.reads = new Reads(state);
  }

  Reads reads() {
    return reads;
  }

  /** Begins a term with a no-op, so that earlier entries can be committed [Raft §8]. */
  void begin(MonotonicTime now) {
    RaftConfig config = state.config();
    Leader leader = new Leader(config, state.log().lastIndex() + 1, reads.newLease(), now);
    state.become(leader, config.self());
    LogPosition first = new LogPosition(state.currentTerm(), leader.noOpIndex());
    state.append(List.of(LogEntry.noOp(first)));
    broadcast(now, leader);
  }

  /** Ends a term: nobody waits for a deposed leader. The role is another one already. */
  void abandon(Leader deposed) {
    // The entries may still be committed by the next leader, so nobody may say they failed.
    deposed
        .proposals()
        .values()
        .forEach(id -> state.outbox().answer(id, new ProposalOutcome.Unknown()));
    reads.abandon(deposed);
  }

  /** Sends heartbeats if they are due [Raft §5.2]. */
  void timePassed(MonotonicTime now, Leader leader) {
    if (leader.heartbeatDeadline().isDue(now)) {
      broadcast(now, leader);
    }
  }

  /** Returns when the leader is to give up if no quorum answers until then [Dissertation §6.2]. */
  MonotonicTime quorumDeadline(Leader leader) {
    return state.config().has(RaftConfig.Feature.CHECK_QUORUM)
        ? leader.quorumDeadline(state.config().electionTimeoutMax())
        : MonotonicTime.NEVER;
  }

  /** Puts a command into the log and sends it: phase one [Raft §5.3]. */
  void propose(Leader leader, CallId id, Bytes command) {
    // A leader that hands over stops accepting new requests [Dissertation §3.10].
    if (isFull(leader) || leader.isHandingOver()) {
      state.outbox().answer(id, new ProposalOutcome.Overloaded());
      return;
    }
    long index = state.log().lastIndex() + 1;
    LogPosition position = new LogPosition(state.currentTerm(), index);
    state.append(List.of(LogEntry.command(position, command)));
    leader.proposals().put(index, id);
    leader.followers().keySet().forEach(follower -> replicate(leader, follower));
  }

  private boolean isFull(Leader leader) {
    return leader.waiting() >= state.config().limits().maxPending();
  }

  /** Learns how far a follower is [Raft Fig. 2]. */
  void appendEntriesReply(MonotonicTime now, Leader leader, NodeId from, AppendEntriesReply reply) {
    if (reply.term() < state.currentTerm() || reply.round() == 0) {
      return; // an answer to a message of an earlier term says nothing of this one
    }
    Progress progress = leader.follower(from);
    progress.heard(now, reply.round());
    if (reply.success()) {
      progress.matched(reply.matchIndex());
      advanceCommit(leader);
    } else {
      progress.rejected(reply.matchIndex());
    }
    replicate(leader, from);
  }

  /** Commits what a quorum holds durably: phase two [Raft §5.3]. */
  void advanceCommit(Leader leader) {
    List<Long> matchIndexes = leader.matchIndexes(state.durability().durableIndex());
    CommitRules rules = state.rules().commit();
    state.commitUpTo(
        rules.commitIndexOfLeader(
            state.log(), state.currentTerm(), matchIndexes, state.commitIndex()));
  }

  /** Answers whoever waited for what is applied now, and begins the round that reads wait for. */
  void conclude(MonotonicTime now, Leader leader) {
    answerProposals(leader);
    if (reads.wantRound(leader)) {
      broadcast(now, leader);
    }
    reads.answer(leader);
  }

  private void answerProposals(Leader leader) {
    SortedMap<Long, CallId> applied = leader.proposals().headMap(state.lastApplied() + 1);
    applied.forEach(
        (index, id) -> {
          LogPosition position = state.log().positionAt(index);
          state.outbox().answer(id, new ProposalOutcome.Committed(position));
        });
    applied.clear();
  }

  /** Sends every follower something: entries if it may have some, else a heartbeat. */
  private void broadcast(MonotonicTime now, Leader leader) {
    leader.beginRound(now, now.plus(state.config().heartbeatInterval()));
    for (NodeId follower : leader.followers().keySet()) {
      if (!replicate(leader, follower)) {
        send(leader, follower, List.of());
      }
    }
  }

  /** Sends entries while there are some and the follower's window is open; tells if it did. */
  private boolean replicate(Leader leader, NodeId follower) {
    Progress progress = leader.follower(follower);
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
    return sent;
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
