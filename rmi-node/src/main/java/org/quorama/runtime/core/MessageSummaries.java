package org.quorama.runtime.core;

import org.quorama.raft.RaftMessage;
import org.quorama.raft.RaftMessage.AppendEntries;
import org.quorama.raft.RaftMessage.AppendEntriesReply;
import org.quorama.raft.RaftMessage.RequestVote;
import org.quorama.raft.RaftMessage.RequestVoteReply;
import org.quorama.trace.MessageTrace.Kind;
import org.quorama.trace.MessageTrace.Summary;

/** Puts messages into the few numbers that a trace keeps of them. Thread-safe. */
public final class MessageSummaries {
  private static final RaftMessage.Handler<Summary> OF_RAFT = new OfRaft();

  private MessageSummaries() {}

  /**
   * Returns the summary of a Raft message.
   *
   * @param message what was sent or received
   */
  public static Summary summary(RaftMessage message) {
    return message.accept(OF_RAFT);
  }

  /**
   * Returns the summary of a message about chunks, which has no term.
   *
   * @param kind what it is
   * @param bytes how many bytes or replicas it carries, 0 if none
   * @param positive true if it is a reply that accepts
   */
  public static Summary summary(Kind kind, long bytes, boolean positive) {
    return new Summary(kind, 0, 0, bytes, 0, positive);
  }

  private static final class OfRaft implements RaftMessage.Handler<Summary> {
    @Override
    public Summary requestVote(RequestVote message) {
      long lastLogIndex = message.lastLog().index();
      return new Summary(Kind.REQUEST_VOTE, message.term(), lastLogIndex, 0, 0, false);
    }

    @Override
    public Summary requestVoteReply(RequestVoteReply message) {
      return new Summary(Kind.REQUEST_VOTE_REPLY, message.term(), 0, 0, 0, message.voteGranted());
    }

    @Override
    public Summary appendEntries(AppendEntries message) {
      int count = message.entries().size();
      Kind kind = count == 0 ? Kind.HEARTBEAT : Kind.APPEND_ENTRIES;
      long prevLogIndex = message.prevLog().index();
      return new Summary(kind, message.term(), prevLogIndex, count, message.leaderCommit(), false);
    }

    @Override
    public Summary appendEntriesReply(AppendEntriesReply message) {
      return new Summary(
          Kind.APPEND_ENTRIES_REPLY, message.term(), 0, 0, message.matchIndex(), message.success());
    }

    @Override
    public Summary preVote(RaftMessage.PreVote message) {
      return new Summary(Kind.PRE_VOTE, message.term(), message.lastLog().index(), 0, 0, false);
    }

    @Override
    public Summary preVoteReply(RaftMessage.PreVoteReply message) {
      return new Summary(Kind.PRE_VOTE_REPLY, message.term(), 0, 0, 0, message.voteGranted());
    }

    @Override
    public Summary installSnapshot(RaftMessage.InstallSnapshot message) {
      long bytes = message.piece().data().length();
      long lastIncludedIndex = message.lastIncluded().index();
      return new Summary(Kind.INSTALL_SNAPSHOT, message.term(), lastIncludedIndex, bytes, 0, false);
    }

    @Override
    public Summary installSnapshotReply(RaftMessage.InstallSnapshotReply message) {
      return new Summary(
          Kind.INSTALL_SNAPSHOT_REPLY, message.term(), 0, 0, message.matchIndex(), true);
    }

    @Override
    public Summary timeoutNow(RaftMessage.TimeoutNow message) {
      return new Summary(Kind.TIMEOUT_NOW, message.term(), 0, 0, 0, false);
    }

    @Override
    public Summary timeoutNowReply(RaftMessage.TimeoutNowReply message) {
      return new Summary(Kind.TIMEOUT_NOW_REPLY, message.term(), 0, 0, 0, true);
    }
  }
}
