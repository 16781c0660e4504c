package org.quorama.simulation.mutant;

import java.time.Duration;
import org.quorama.raft.RaftConfig;
import org.quorama.raft.ReadRules;
import org.quorama.raft.log.LogPosition;

/** Read rules with one wrong method each. */
class WrongReads implements ReadRules {
  private final ReadRules right = ReadRules.standard();

  @Override
  public long readIndex(long commitIndex, LogPosition noOp) {
    return right.readIndex(commitIndex, noOp);
  }

  @Override
  public long confirmingRound(long begunRounds) {
    return right.confirmingRound(begunRounds);
  }

  @Override
  public Duration leaseLength(RaftConfig config) {
    return right.leaseLength(config);
  }

  /** Reads what the leader knows to be committed before it has an entry of its own. */
  static final class WithoutOwnEntry extends WrongReads {
    @Override
    public long readIndex(long commitIndex, LogPosition noOp) {
      return commitIndex;
    }
  }

  /** Takes answers to messages that were sent before the read came. */
  static final class ByEarlierAcks extends WrongReads {
    @Override
    public long confirmingRound(long begunRounds) {
      return Math.min(1, begunRounds);
    }
  }

  /** Believes in a lease for longer than the voters are loyal. */
  static final class LongLease extends WrongReads {
    @Override
    public Duration leaseLength(RaftConfig config) {
      return config.electionTimeoutMax().multipliedBy(10);
    }
  }
}
