package org.quorama.raft;

import java.time.Duration;
import java.util.function.Function;

/** The read rules of the paper, with a lease of any length. */
record PlantedReadRules(Function<RaftConfig, Duration> lease) implements ReadRules {
  @Override
  public long readIndex(long commitIndex, long noOpIndex) {
    return ReadRules.standard().readIndex(commitIndex, noOpIndex);
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
