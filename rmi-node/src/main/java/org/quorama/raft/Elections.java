package org.quorama.raft;

import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.MonotonicTime;
import org.quorama.protocol.RandomSource;
import org.quorama.raft.RaftMessage.RequestVote;
import org.quorama.raft.RaftMessage.RequestVoteReply;
import org.quorama.raft.Role.Candidate;
import org.quorama.raft.Role.Follower;
import org.quorama.raft.log.HardState;

/** Changes of term and role, and votes [Raft §5.2]. Confined to its core. */
final class Elections {
  private final RaftState state;
  private final RandomSource random;
  private final Leadership leadership;

  Elections(RaftState state, RandomSource random, Leadership leadership) {
    this.state = state;
    this.random = random;
    this.leadership = leadership;
  }

  /** Waits anew for a leader; every wait is drawn anew [Raft §5.2]. */
  void resetDeadline(MonotonicTime now) {
    ElectionRules rules = state.rules().election();
    state.electionAt(now.plus(rules.electionTimeout(state.config(), random)));
  }

  /** Begins an election if none was won and no leader was heard in time [Raft Fig. 2]. */
  void timePassed(MonotonicTime now) {
    if (state.electionDeadline().isDue(now)) {
      if (state.membership().isVoter(state.config().self())) {
        startElection(now);
      } else {
        resetDeadline(now); // only voters campaign [Dissertation §4.2.1]
      }
    }
  }

  private void startElection(MonotonicTime now) {
    NodeId self = state.config().self();
    state.become(state.rules().election().candidacy(state.hardState(), self));
    state.outbox().flushHardState();
    state.become(new Candidate(state.outbox().lastTicket()), null);
    resetDeadline(now);
    RequestVote request =
        new RequestVote(
            state.currentTerm(), self, state.log().last(), RaftMessage.Campaign.TIMEOUT);
    for (NodeId member : state.membership().voters()) {
      if (!member.equals(self)) {
        state.outbox().send(member, request);
      }
    }
  }

  /**
   * "If RPC request or response contains term T > currentTerm: set currentTerm = T, convert to
   * follower" [Raft Fig. 2].
   */
  void observeTerm(MonotonicTime now, long term) {
    if (term > state.currentTerm()) {
      state.become(state.rules().election().newTerm(state.hardState(), term));
      becomeFollower(now, null);
    }
  }

  /** Follows a leader, or nobody yet. Term and vote stay as they are. */
  void becomeFollower(MonotonicTime now, @Nullable NodeId leader) {
    Role before = state.role();
    state.become(before instanceof Follower ? before : new Follower(), leader);
    if (before instanceof Leader deposed) {
      leadership.abandon(deposed);
      resetDeadline(now);
    }
  }

  /** Answers a candidate of a term that is not newer [Raft Fig. 2]. */
  void requestVote(MonotonicTime now, NodeId from, RequestVote request) {
    HardState before = state.hardState();
    boolean granted = state.rules().election().grantsVote(before, state.log().last(), request);
    if (granted) {
      if (!request.candidateId().equals(before.votedFor())) {
        state.become(new HardState(before.currentTerm(), request.candidateId()));
      }
      // A voter that grants its vote gives the candidate time to win [Raft Fig. 2].
      resetDeadline(now);
    }
    state.outbox().send(from, new RequestVoteReply(state.currentTerm(), granted));
  }

  /** Counts a vote. */
  void requestVoteReply(MonotonicTime now, NodeId from, RequestVoteReply reply) {
    if (state.role() instanceof Candidate candidate
        && state.rules().election().countsVote(state.hardState(), reply)) {
      count(now, candidate, from);
    }
  }

  /** Counts the candidate's own vote once it is durable, like everybody else's. */
  void persisted(MonotonicTime now) {
    if (state.role() instanceof Candidate candidate
        && state.durability().isPersisted(candidate.voteTicket())) {
      count(now, candidate, state.config().self());
    }
  }

  private void count(MonotonicTime now, Candidate candidate, NodeId voter) {
    candidate.count(voter);
    if (state.rules().election().hasWon(state.membership(), candidate.votesReceived())) {
      leadership.begin(now);
    }
  }
}
