package org.quorama.raft;

import java.io.Serializable;

/** What Raft nodes say to each other: the four messages of [Raft Fig. 2]. */
public sealed interface RaftMessage extends Serializable
    permits RequestVote, RequestVoteReply, AppendEntries, AppendEntriesReply {
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
}
