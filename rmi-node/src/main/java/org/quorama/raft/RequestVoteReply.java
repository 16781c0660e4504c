package org.quorama.raft;

import org.quorama.protocol.Invariants;

/**
 * Answers {@link RequestVote} [Raft Fig. 2]. Immutable.
 *
 * @param term the voter's currentTerm, for the candidate to update itself
 * @param voteGranted true if the candidate received the vote
 */
public record RequestVoteReply(long term, boolean voteGranted) implements RaftMessage {
  /** Checks the range. */
  public RequestVoteReply {
    Invariants.check(term >= 1, "A voter's term is at least 1, not %d", term);
  }

  @Override
  public <R> R accept(Handler<R> handler) {
    return handler.requestVoteReply(this);
  }
}
