package org.quorama.simulation.mutant;

import java.time.Duration;
import java.util.Set;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.RandomSource;
import org.quorama.raft.ElectionRules;
import org.quorama.raft.RaftConfig;
import org.quorama.raft.RaftMessage.PreVote;
import org.quorama.raft.RaftMessage.PreVoteReply;
import org.quorama.raft.RaftMessage.RequestVote;
import org.quorama.raft.RaftMessage.RequestVoteReply;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.Membership;

/** Election rules with one wrong method each; this one forgets the vote of some terms. */
class WrongElections implements ElectionRules {
  private final ElectionRules right = ElectionRules.standard();

  /** The term whose vote is forgotten, 0 if none is. */
  private long forgottenTerm;

  /** Lets the vote of a term be forgotten. */
  void forget(long term) {
    forgottenTerm = term;
  }

  @Override
  public Duration electionTimeout(RaftConfig config, RandomSource random) {
    return right.electionTimeout(config, random);
  }

  @Override
  public HardState candidacy(HardState current, NodeId self) {
    return right.candidacy(current, self);
  }

  @Override
  public HardState newTerm(HardState current, long newTerm) {
    return right.newTerm(current, newTerm);
  }

  @Override
  public boolean grantsVote(HardState current, LogPosition lastLog, RequestVote request) {
    boolean forgotten = current.currentTerm() == forgottenTerm;
    HardState known = forgotten ? new HardState(forgottenTerm, null) : current;
    return right.grantsVote(known, lastLog, request);
  }

  @Override
  public boolean countsVote(HardState current, RequestVoteReply reply) {
    return right.countsVote(current, reply);
  }

  @Override
  public boolean grantsPreVote(HardState current, LogPosition lastLog, PreVote request) {
    return right.grantsPreVote(current, lastLog, request);
  }

  @Override
  public boolean countsPreVote(HardState current, PreVoteReply reply) {
    return right.countsPreVote(current, reply);
  }

  @Override
  public boolean heardLeaderRecently(RaftConfig config, Duration silence) {
    return right.heardLeaderRecently(config, silence);
  }

  @Override
  public boolean hasWon(Membership membership, Set<NodeId> votesReceived) {
    return right.hasWon(membership, votesReceived);
  }

  /** Votes for candidates whose logs are behind. */
  static final class VotesForAnyone extends WrongElections {
    @Override
    public boolean grantsVote(HardState current, LogPosition lastLog, RequestVote request) {
      return super.grantsVote(current, LogPosition.START, request);
    }

    @Override
    public boolean grantsPreVote(HardState current, LogPosition lastLog, PreVote request) {
      return super.grantsPreVote(current, LogPosition.START, request);
    }
  }

  /** Counts votes of earlier terms. */
  static final class CountsLateVotes extends WrongElections {
    @Override
    public boolean countsVote(HardState current, RequestVoteReply reply) {
      return reply.voteGranted();
    }
  }

  /** Counts answers, not voters. */
  static final class CountsTwice extends WrongElections {
    private final NodeId self;
    private long term;
    private int answers;

    CountsTwice(NodeId self) {
      this.self = self;
    }

    @Override
    public boolean countsVote(HardState current, RequestVoteReply reply) {
      boolean counts = super.countsVote(current, reply);
      answers = current.currentTerm() == term ? answers : 0;
      term = current.currentTerm();
      answers += counts ? 1 : 0;
      return counts;
    }

    @Override
    public boolean hasWon(Membership membership, Set<NodeId> votesReceived) {
      boolean own = votesReceived.contains(self);
      boolean manyAnswers = own && answers + 1 >= membership.quorum();
      return manyAnswers || super.hasWon(membership, votesReceived);
    }
  }
}
