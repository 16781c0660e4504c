package org.quorama.raft;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.quorama.cluster.NodeId;

/**
 * What a node is [Raft §5.1], with the state that exists only in that role: a follower cannot have
 * a nextIndex, nor a leader votes.
 */
sealed interface Role permits Role.Follower, Role.Candidate, Leader {
  /** Returns the word for it. */
  RoleName name();

  /** Answers leaders and candidates [Raft §5.1]. Immutable. */
  record Follower() implements Role {
    @Override
    public RoleName name() {
      return RoleName.FOLLOWER;
    }
  }

  /** Wants to be leader of its term [Raft §5.2]. Confined to its core. */
  final class Candidate implements Role {
    /** The persist effect that writes the candidate's vote for itself. Never changes. */
    private final long voteTicket;

    /** Who granted their vote in this term, each member once. Only grows. */
    private final Set<NodeId> votesReceived = new TreeSet<>();

    Candidate(long voteTicket) {
      this.voteTicket = voteTicket;
    }

    @Override
    public RoleName name() {
      return RoleName.CANDIDATE;
    }

    long voteTicket() {
      return voteTicket;
    }

    Set<NodeId> votesReceived() {
      return Collections.unmodifiableSet(votesReceived);
    }

    void count(NodeId voter) {
      votesReceived.add(voter);
    }
  }
}
