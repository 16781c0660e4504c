package org.quorama.raft;

import java.util.List;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Invariants;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.RaftMessage.AppendEntries;
import org.quorama.raft.RaftMessage.AppendEntriesReply;
import org.quorama.raft.RaftMessage.InstallSnapshot;
import org.quorama.raft.RaftMessage.InstallSnapshotReply;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.RaftLog;

/** What a follower does with a leader's messages [Raft §5.3]. Confined to its core. */
final class Followership {
  /** Answers a message of an older term: it confirms no round. */
  private static final long NO_ROUND = 0;

  private final RaftState state;
  private final Elections elections;
  private final SnapshotReceiver snapshots;

  Followership(RaftState state, Elections elections, Compaction compaction) {
    this.state = state;
    this.elections = elections;
    this.snapshots = new SnapshotReceiver(state, compaction);
  }

  /** Takes entries or a heartbeat, of a term that is not newer [Raft Fig. 2]. */
  void appendEntries(MonotonicTime now, NodeId from, AppendEntries request) {
    if (request.term() < state.currentTerm()) {
      // "Reply false if term < currentTerm" [Raft Fig. 2].
      AppendEntriesReply refusal = new AppendEntriesReply(state.currentTerm(), false, 0, NO_ROUND);
      state.reply(from, refusal, RaftState.NOTHING);
      return;
    }
    follow(now, from, request.term());
    AppendEntriesReply reply = take(request);
    state.reply(from, reply, reply.success() ? reply.matchIndex() : RaftState.NOTHING);
    snapshots.committed();
  }

  /** Takes a piece of a snapshot, of a term that is not newer [Raft Fig. 13]. */
  void installSnapshot(MonotonicTime now, NodeId from, InstallSnapshot request) {
    if (request.term() < state.currentTerm()) {
      // "Reply immediately if term < currentTerm" [Raft Fig. 13].
      InstallSnapshotReply refusal = new InstallSnapshotReply(state.currentTerm(), 0, 0, NO_ROUND);
      state.reply(from, refusal, RaftState.NOTHING);
      return;
    }
    follow(now, from, request.term());
    InstallSnapshotReply reply = snapshots.take(request);
    state.reply(from, reply, reply.matchIndex() > 0 ? RaftState.ALL : RaftState.NOTHING);
  }

  private void follow(MonotonicTime now, NodeId leader, long term) {
    Invariants.check(
        !(state.role() instanceof Leader),
        "Two leaders in term %d: %s and %s",
        term,
        state.config().self(),
        leader);
    // A candidate that hears the leader of its term follows it and keeps its vote [Raft §5.2].
    elections.becomeFollower(now, leader);
    elections.resetDeadline(now);
  }

  private AppendEntriesReply take(AppendEntries request) {
    ReplicationRules rules = state.rules().replication();
    RaftLog log = state.log();
    if (!rules.accepts(log, request)) {
      long hint = rules.probeNext(log, request.prevLog());
      return new AppendEntriesReply(request.term(), false, hint, request.round());
    }
    rules.firstConflict(log, request).ifPresent(state::truncate);
    List<LogEntry> missing = rules.missingEntries(log, request);
    if (!missing.isEmpty()) {
      state.append(missing);
    }
    CommitRules commit = state.rules().commit();
    state.commitUpTo(commit.commitIndexOfFollower(log, request, state.commitIndex()));
    return new AppendEntriesReply(request.term(), true, match(request), request.round());
  }

  /**
   * Returns how much of the leader's log to acknowledge: with new entries all that the request
   * proves, once it is durable [Raft §5.3]; with a heartbeat what is durable now, because the
   * leader waits to hear that it still leads, and not for a disk.
   */
  private long match(AppendEntries request) {
    long proved = state.rules().replication().provedMatch(state.log(), request);
    return request.entries().isEmpty() && state.isOnlyLogPending()
        ? Math.min(proved, state.durability().durableIndex())
        : proved;
  }
}
