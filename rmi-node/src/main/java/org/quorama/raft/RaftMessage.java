package org.quorama.raft;

import java.io.Serializable;
import java.util.List;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.InvariantViolation;
import org.quorama.protocol.Invariants;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.Membership;

/**
 * What Raft nodes say to each other: the four messages of [Raft Fig. 2], those of snapshots [Raft
 * Fig. 13], of pre-vote [Dissertation §9.6] and of leadership transfer [Dissertation §3.10].
 */
public sealed interface RaftMessage extends Serializable {
  /** Returns the sender's currentTerm. */
  long term();

  /**
   * Tells whether the message promises something of the sender's own disk. If so, it may not leave
   * before every earlier persist effect is durable. Only {@link AppendEntries} promises nothing: a
   * leader may flush and replicate in parallel [Dissertation §10.2.1].
   */
  default boolean promisesDurability() {
    return true;
  }

  /**
   * Tells whether the message answers another. Answers of strangers count for nothing; what they
   * ask is answered [Dissertation §4.2.1].
   */
  default boolean isReply() {
    return false;
  }

  /**
   * Hands the message to the handler of its type.
   *
   * @param handler what to call
   * @param <R> what the handler returns
   */
  <R> R accept(Handler<R> handler);

  /**
   * One method a message, so that a forgotten one does not compile.
   *
   * @param <R> what handling returns
   */
  interface Handler<R> {
    /**
     * Handles a candidate's question.
     *
     * @param message the question
     */
    R requestVote(RequestVote message);

    /**
     * Handles a voter's answer.
     *
     * @param message the answer
     */
    R requestVoteReply(RequestVoteReply message);

    /**
     * Handles a leader's entries or heartbeat.
     *
     * @param message the entries
     */
    R appendEntries(AppendEntries message);

    /**
     * Handles a follower's answer.
     *
     * @param message the answer
     */
    R appendEntriesReply(AppendEntriesReply message);

    /**
     * Handles the question whether an election could be won.
     *
     * @param message the question
     */
    R preVote(PreVote message);

    /**
     * Handles the answer to it.
     *
     * @param message the answer
     */
    R preVoteReply(PreVoteReply message);

    /**
     * Handles a piece of a leader's snapshot.
     *
     * @param message the piece
     */
    R installSnapshot(InstallSnapshot message);

    /**
     * Handles a follower's answer to a piece.
     *
     * @param message the answer
     */
    R installSnapshotReply(InstallSnapshotReply message);

    /**
     * Handles a leader's wish that this node take over.
     *
     * @param message the wish
     */
    R timeoutNow(TimeoutNow message);

    /**
     * Handles the answer to the wish.
     *
     * @param message the answer
     */
    R timeoutNowReply(TimeoutNowReply message);
  }

  /** Why a candidate asks for votes. */
  enum Campaign {
    /** Its election timeout elapsed. */
    TIMEOUT,
    /** The leader asked it to take over: voters need not wait for the leader to be silent. */
    TRANSFER
  }

  /**
   * Asks for a vote [Raft Fig. 2]. Immutable.
   *
   * @param term the candidate's term, at least 1
   * @param candidateId who asks
   * @param lastLog lastLogIndex and lastLogTerm of the candidate
   * @param campaign why it asks
   */
  record RequestVote(long term, NodeId candidateId, LogPosition lastLog, Campaign campaign)
      implements RaftMessage {
    /** Checks the range. */
    public RequestVote {
      Invariants.check(term >= 1, "A candidate's term is at least 1, not %d", term);
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.requestVote(this);
    }
  }

  /**
   * Answers {@link RequestVote} [Raft Fig. 2]. Immutable.
   *
   * @param term the voter's currentTerm, for the candidate to update itself
   * @param voteGranted true if the candidate received the vote
   */
  record RequestVoteReply(long term, boolean voteGranted) implements RaftMessage {
    /** Checks the range. */
    public RequestVoteReply {
      Invariants.check(term >= 1, "A voter's term is at least 1, not %d", term);
    }

    @Override
    public boolean isReply() {
      return true;
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.requestVoteReply(this);
    }
  }

  /**
   * Replicates entries, or is a heartbeat if it has none [Raft Fig. 2]. Immutable.
   *
   * <p>Differs from [Raft Fig. 2]: carries a round that the reply echoes; because a leader must
   * know which of its messages a follower has answered to confirm a read [Raft §8].
   *
   * @param term the leader's term, at least 1
   * @param leaderId so that followers can redirect clients
   * @param prevLog prevLogIndex and prevLogTerm: the entry just before the new ones
   * @param entries what to store, contiguous after {@code prevLog}; empty for a heartbeat
   * @param leaderCommit the leader's commitIndex
   * @param round the leader's count of confirmation rounds when it sent this
   */
  record AppendEntries(
      long term,
      NodeId leaderId,
      LogPosition prevLog,
      List<LogEntry> entries,
      long leaderCommit,
      long round)
      implements RaftMessage {
    /** Copies the entries and checks that they are contiguous. */
    public AppendEntries {
      entries = List.copyOf(entries);
      Invariants.check(term >= 1 && leaderCommit >= 0, "AppendEntries has a negative number");
      long index = prevLog.index();
      for (LogEntry entry : entries) {
        index++;
        if (entry.index() != index) {
          throw new InvariantViolation("Entry %s is not at %d".formatted(entry.position(), index));
        }
      }
    }

    /** Returns the same without its entries: a heartbeat. */
    public AppendEntries withoutEntries() {
      return new AppendEntries(term, leaderId, prevLog, List.of(), leaderCommit, round);
    }

    /** Returns the index of the last entry that a follower holds if it accepts this. */
    public long lastIndex() {
      return prevLog.index() + entries.size();
    }

    @Override
    public boolean promisesDurability() {
      return false;
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.appendEntries(this);
    }
  }

  /**
   * Answers {@link AppendEntries} [Raft Fig. 2]. Immutable.
   *
   * <p>Differs from [Raft Fig. 2]: says how far the logs match, because replies may come out of
   * order and a leader must count only what a request proved; echoes the round.
   *
   * @param term the follower's currentTerm, for the leader to update itself
   * @param success true if the follower held the entry at prevLog
   * @param matchIndex on success the last index that the request proved equal; otherwise the last
   *     index at which the logs may still agree, where the leader probes next
   * @param round the round of the request; 0 if the request was of an earlier term, since then the
   *     answer confirms nothing
   */
  record AppendEntriesReply(long term, boolean success, long matchIndex, long round)
      implements RaftMessage {
    /** Checks the range. */
    public AppendEntriesReply {
      Invariants.check(term >= 1 && matchIndex >= 0, "AppendEntriesReply has a negative number");
    }

    @Override
    public boolean isReply() {
      return true;
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.appendEntriesReply(this);
    }
  }

  /**
   * Asks whether a vote would be granted in the next term; promises and changes nothing
   * [Dissertation §9.6]. Immutable.
   *
   * @param term the sender's currentTerm, at least 0; it would campaign in the next one
   * @param candidateId who asks
   * @param lastLog lastLogIndex and lastLogTerm of the sender
   */
  record PreVote(long term, NodeId candidateId, LogPosition lastLog) implements RaftMessage {
    /** Checks the range. */
    public PreVote {
      Invariants.check(term >= 0, "A term is not negative: %d", term);
    }

    @Override
    public boolean promisesDurability() {
      return false;
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.preVote(this);
    }
  }

  /**
   * Answers {@link PreVote}. Immutable.
   *
   * @param term the voter's currentTerm
   * @param campaignTerm the term that the question was about: that of the question, plus one
   * @param voteGranted true if the voter would grant its vote in that term
   */
  record PreVoteReply(long term, long campaignTerm, boolean voteGranted) implements RaftMessage {
    /** Checks the range. */
    public PreVoteReply {
      Invariants.check(term >= 0 && campaignTerm >= 1, "PreVoteReply has a negative term");
    }

    @Override
    public boolean isReply() {
      return true;
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.preVoteReply(this);
    }
  }

  /**
   * Sends a piece of a snapshot to a follower that is too far behind [Raft Fig. 13]. Immutable.
   *
   * @param term the leader's term, at least 1
   * @param leaderId so that followers can redirect clients
   * @param lastIncluded lastIncludedIndex and lastIncludedTerm
   * @param membership as of lastIncluded
   * @param piece where in the state the bytes belong, and the bytes
   * @param round as in {@link AppendEntries}
   */
  record InstallSnapshot(
      long term,
      NodeId leaderId,
      LogPosition lastIncluded,
      Membership membership,
      Piece piece,
      long round)
      implements RaftMessage {
    /**
     * A part of a snapshot's state.
     *
     * @param offset of the first byte, at least 0
     * @param totalBytes the length of the whole state
     * @param data the bytes
     */
    public record Piece(long offset, long totalBytes, Bytes data) implements Serializable {
      /** Checks that it lies in the whole. */
      public Piece {
        Invariants.check(
            offset >= 0 && offset + data.length() <= totalBytes,
            "%d bytes at %d do not lie in %d",
            data.length(),
            offset,
            totalBytes);
      }

      /** Tells whether it is the last one. */
      public boolean isLast() {
        return offset + data.length() == totalBytes;
      }
    }

    /** Checks the range. */
    public InstallSnapshot {
      Invariants.check(term >= 1 && lastIncluded.index() >= 1, "A snapshot replaces something");
    }

    @Override
    public boolean promisesDurability() {
      return false;
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.installSnapshot(this);
    }
  }

  /**
   * Answers {@link InstallSnapshot}. Immutable.
   *
   * @param term the follower's currentTerm
   * @param matchIndex the last index that is certainly equal in both logs: lastIncludedIndex once
   *     the snapshot is durable, or was not needed; else 0
   * @param nextOffset the offset of the piece that the follower wants next
   * @param round the round of the request, 0 if the request was of an earlier term
   */
  record InstallSnapshotReply(long term, long matchIndex, long nextOffset, long round)
      implements RaftMessage {
    /** Checks the range. */
    public InstallSnapshotReply {
      Invariants.check(
          term >= 1 && matchIndex >= 0 && nextOffset >= 0,
          "InstallSnapshotReply has a negative number");
    }

    @Override
    public boolean isReply() {
      return true;
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.installSnapshotReply(this);
    }
  }

  /**
   * Tells a follower with the whole log to start an election at once [Dissertation §3.10].
   * Immutable.
   *
   * @param term the leader's term, at least 1
   * @param leaderId who hands over
   */
  record TimeoutNow(long term, NodeId leaderId) implements RaftMessage {
    /** Checks the range. */
    public TimeoutNow {
      Invariants.check(term >= 1, "A leader's term is at least 1, not %d", term);
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.timeoutNow(this);
    }
  }

  /**
   * Says that {@link TimeoutNow} was heard. Immutable.
   *
   * @param term the follower's currentTerm, after it began to campaign
   */
  record TimeoutNowReply(long term) implements RaftMessage {
    /** Checks the range. */
    public TimeoutNowReply {
      Invariants.check(term >= 1, "A term is at least 1, not %d", term);
    }

    @Override
    public boolean isReply() {
      return true;
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.timeoutNowReply(this);
    }
  }
}
