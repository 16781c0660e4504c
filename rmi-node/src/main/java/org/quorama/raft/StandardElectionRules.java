package org.quorama.raft;

import java.time.Duration;
import java.util.Set;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.RandomSource;

/** The election rules of the paper. */
final class StandardElectionRules implements ElectionRules {
  @Override
  public Duration electionTimeout(RaftConfig config, RandomSource random) {
    // Random, so that split votes are rare and soon resolved [Raft §5.2].
    long range = config.electionTimeoutMax().minus(config.electionTimeoutMin()).toNanos();
    return config.electionTimeoutMin().plusNanos(random.nextLong(range));
  }

  @Override
  public HardState candidacy(HardState current, NodeId self) {
    // "Increment currentTerm, vote for self" [Raft Fig. 2].
    return new HardState(current.currentTerm() + 1, self);
  }

  @Override
  public HardState newTerm(HardState current, long newTerm) {
    // The vote belongs to its term: a new term has none yet [Raft Fig. 2].
    return new HardState(newTerm, null);
  }

  @Override
  public boolean grantsVote(HardState current, LogPosition lastLog, RequestVote request) {
    if (request.term() < current.currentTerm()) {
      return false;
    }
    NodeId votedFor = current.votedFor();
    // At most one candidate a term, first come first served [Raft §5.2].
    boolean free = votedFor == null || votedFor.equals(request.candidateId());
    // The election restriction: a winner has every committed entry [Raft §5.4.1].
    return free && request.lastLog().isAtLeastAsUpToDateAs(lastLog);
  }

  @Override
  public boolean countsVote(HardState current, RequestVoteReply reply) {
    // A vote counts in its own term only; a late one says nothing of this term [Raft §5.2].
    return reply.voteGranted() && reply.term() == current.currentTerm();
  }

  @Override
  public boolean hasWon(RaftConfig config, Set<NodeId> votesReceived) {
    return votesReceived.size() >= config.quorum();
  }
}
