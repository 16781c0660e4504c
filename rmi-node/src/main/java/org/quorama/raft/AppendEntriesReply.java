package org.quorama.raft;

import org.quorama.protocol.Invariants;

/**
 * Answers {@link AppendEntries} [Raft Fig. 2]. Immutable.
 *
 * <p>Differs from [Raft Fig. 2]: says how far the logs match, because replies may come out of order
 * and a leader must count only what a request proved; echoes the round.
 *
 * @param term the follower's currentTerm, for the leader to update itself
 * @param success true if the follower held the entry at prevLog
 * @param matchIndex on success the last index that the request proved equal; otherwise the last
 *     index at which the logs may still agree, where the leader probes next
 * @param round the round of the request; 0 if the request was of an earlier term, since then the
 *     answer confirms nothing
 */
public record AppendEntriesReply(long term, boolean success, long matchIndex, long round)
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
