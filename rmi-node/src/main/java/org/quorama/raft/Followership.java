package org.quorama.raft;

import java.util.List;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Invariants;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.RaftMessage.AppendEntries;
import org.quorama.raft.RaftMessage.AppendEntriesReply;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.RaftLog;

/** What a follower does with a leader's messages [Raft §5.3]. Confined to its core. */
final class Followership {
  /** Answers a message of an older term: it confirms no round. */
  private static final long NO_ROUND = 0;

  private final RaftState state;
  private final Elections elections;

  Followership(RaftState state, Elections elections) {
    this.state = state;
    this.elections = elections;
  }

  /** Takes entries or a heartbeat, of a term that is not newer [Raft Fig. 2]. */
  void appendEntries(MonotonicTime now, NodeId from, AppendEntries request) {
    if (request.term() < state.currentTerm()) {
      // "Reply false if term < currentTerm" [Raft Fig. 2].
      reply(from, new AppendEntriesReply(state.currentTerm(), false, 0, NO_ROUND));
      return;
    }
    Invariants.check(
        !(state.role() instanceof Leader),
        "Two leaders in term %d: %s and %s",
        request.term(),
        state.config().self(),
        from);
    // A candidate that hears the leader of its term follows it and keeps its vote [Raft §5.2].
    elections.becomeFollower(now, from);
    elections.resetDeadline(now);
    reply(from, take(request));
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
    long match = rules.provedMatch(log, request);
    return new AppendEntriesReply(request.term(), true, match, request.round());
  }

  private void reply(NodeId to, AppendEntriesReply reply) {
    state.outbox().send(to, reply);
  }
}
