package org.quorama.raft;

import org.quorama.cluster.NodeId;
import org.quorama.protocol.Invariants;

/**
 * Asks for a vote [Raft Fig. 2]. Immutable.
 *
 * @param term the candidate's term, at least 1
 * @param candidateId who asks
 * @param lastLog lastLogIndex and lastLogTerm of the candidate
 */
public record RequestVote(long term, NodeId candidateId, LogPosition lastLog)
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
