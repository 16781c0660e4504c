package org.quorama.raft;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.quorama.cluster.NodeId;

/**
 * What a node is [Raft §5.1], with the state that exists only in that role: a follower cannot have
 * a nextIndex, nor a leader votes.
 */
sealed interface Role permits Role.Follower, Role.PreCandidate, Role.Candidate, Leader {
  /** Returns the word for it. */
  RoleName name();

  /** Answers leaders and candidates [Raft §5.1]. Immutable. */
  record Follower() implements Role {
    @Override
    public RoleName name() {
      return RoleName.FOLLOWER;
    }
  }

  /**
   * A follower that heard no leader in time and asks whether it could win the next term
   * [Dissertation §9.6]. Confined to its core.
   */
  final class PreCandidate implements Role {
    /** Who would grant their vote in the next term, each member once. Only grows. */
    private final Set<NodeId> grants = new TreeSet<>();

    @Override
    public RoleName name() {
      return RoleName.FOLLOWER;
    }

    Set<NodeId> grants() {
      return Collections.unmodifiableSet(grants);
    }

    void count(NodeId voter) {
      grants.add(voter);
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
