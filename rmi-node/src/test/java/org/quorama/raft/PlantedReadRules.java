package org.quorama.raft;

import java.time.Duration;
import java.util.function.Function;
import org.quorama.raft.log.LogPosition;

/** The read rules of the paper, with a lease of any length. */
record PlantedReadRules(Function<RaftConfig, Duration> lease) implements ReadRules {
  @Override
  public long readIndex(long commitIndex, LogPosition noOp) {
    return ReadRules.standard().readIndex(commitIndex, noOp);
  }

  @Override
  public long confirmingRound(long begunRounds) {
    return ReadRules.standard().confirmingRound(begunRounds);
  }

  @Override
  public Duration leaseLength(RaftConfig config) {
    return lease.apply(config);
  }
}
