package org.quorama.raft;

import java.time.Duration;
import org.quorama.raft.log.LogPosition;

/** When a leader may answer a read: one method a rule [Raft §8]. Implementations hold no state. */
public interface ReadRules {
  /** Returns the rules as the paper has them. */
  static ReadRules standard() {
    return new StandardRules.Read();
  }

  /**
   * Returns the index that must be applied before a read is answered.
   *
   * @param commitIndex the leader's commitIndex when the read came
   * @param noOp the no-op that opened the leader's term
   */
  long readIndex(long commitIndex, LogPosition noOp);

  /**
   * Returns the round of messages that a quorum must answer before a read is.
   *
   * @param begunRounds the last round that the leader had begun when the read came
   */
  long confirmingRound(long begunRounds);

  /**
   * Returns how long a leader may answer reads without a round, from the moment at which it sent
   * what a quorum has answered, on its own clock.
   *
   * @param config gives the timeouts and how wrong clocks may be
   */
  Duration leaseLength(RaftConfig config);
}
