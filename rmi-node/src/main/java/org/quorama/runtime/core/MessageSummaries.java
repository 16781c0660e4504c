package org.quorama.runtime.core;

import org.quorama.raft.RaftMessage;
import org.quorama.raft.RaftMessage.AppendEntries;
import org.quorama.raft.RaftMessage.AppendEntriesReply;
import org.quorama.raft.RaftMessage.RequestVote;
import org.quorama.raft.RaftMessage.RequestVoteReply;
import org.quorama.raft.log.LogPosition;
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

  private static Summary request(Kind kind, long term, LogPosition lastLog, boolean transfer) {
    return new Summary(kind, term, lastLog.index(), lastLog.term(), 0, 0, 0, transfer);
  }

  private static final class OfRaft implements RaftMessage.Handler<Summary> {
    @Override
    public Summary requestVote(RequestVote message) {
      boolean transfer = message.campaign() == RaftMessage.Campaign.TRANSFER;
      return request(Kind.REQUEST_VOTE, message.term(), message.lastLog(), transfer);
    }

    @Override
    public Summary requestVoteReply(RequestVoteReply message) {
      return new Summary(Kind.REQUEST_VOTE_REPLY, message.term(), 0, 0, 0, message.voteGranted());
    }

    @Override
    public Summary appendEntries(AppendEntries message) {
      int count = message.entries().size();
      Kind kind = count == 0 ? Kind.HEARTBEAT : Kind.APPEND_ENTRIES;
      LogPosition prevLog = message.prevLog();
      return new Summary(
          kind,
          message.term(),
          prevLog.index(),
          prevLog.term(),
          count,
          message.leaderCommit(),
          message.round(),
          false);
    }

    @Override
    public Summary appendEntriesReply(AppendEntriesReply message) {
      return new Summary(
          Kind.APPEND_ENTRIES_REPLY,
          message.term(),
          0,
          0,
          0,
          message.matchIndex(),
          message.round(),
          message.success());
    }

    @Override
    public Summary preVote(RaftMessage.PreVote message) {
      return request(Kind.PRE_VOTE, message.term(), message.lastLog(), false);
    }

    @Override
    public Summary preVoteReply(RaftMessage.PreVoteReply message) {
      long campaignTerm = message.campaignTerm();
      return new Summary(
          Kind.PRE_VOTE_REPLY, message.term(), 0, 0, campaignTerm, message.voteGranted());
    }

    @Override
    public Summary installSnapshot(RaftMessage.InstallSnapshot message) {
      long bytes = message.piece().data().length();
      LogPosition lastIncluded = message.lastIncluded();
      return new Summary(
          Kind.INSTALL_SNAPSHOT,
          message.term(),
          lastIncluded.index(),
          lastIncluded.term(),
          bytes,
          message.piece().offset(),
          message.round(),
          message.piece().isLast());
    }

    @Override
    public Summary installSnapshotReply(RaftMessage.InstallSnapshotReply message) {
      return new Summary(
          Kind.INSTALL_SNAPSHOT_REPLY,
          message.term(),
          0,
          0,
          message.nextOffset(),
          message.matchIndex(),
          message.round(),
          true);
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
