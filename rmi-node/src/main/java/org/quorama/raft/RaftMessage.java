package org.quorama.raft;

import java.io.Serializable;
import java.util.List;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Invariants;

/** What Raft nodes say to each other: the four messages of [Raft Fig. 2]. */
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
  }

  /**
   * Asks for a vote [Raft Fig. 2]. Immutable.
   *
   * @param term the candidate's term, at least 1
   * @param candidateId who asks
   * @param lastLog lastLogIndex and lastLogTerm of the candidate
   */
  record RequestVote(long term, NodeId candidateId, LogPosition lastLog) implements RaftMessage {
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
        Invariants.check(entry.index() == index, "Entry %s is not at %d", entry.position(), index);
      }
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
    public <R> R accept(Handler<R> handler) {
      return handler.appendEntriesReply(this);
    }
  }
}
