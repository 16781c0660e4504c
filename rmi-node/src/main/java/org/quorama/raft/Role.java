package org.quorama.raft;

import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.RaftMessage.RequestVote;

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
    /** What it asks the voters. Never changes. */
    private final RequestVote question;

    /** The persist effect that writes the candidate's vote for itself. Never changes. */
    private final long voteTicket;

    /** When the election began. Never changes. */
    private final MonotonicTime since;

    /** When it asks again, while it gives the disks time; NEVER if it does not. */
    private MonotonicTime askAt = MonotonicTime.NEVER;

    /** Until when it gives the disks time; set once, when its own vote is durable. */
    private MonotonicTime patientUntil = MonotonicTime.NEVER;

    /** Who granted their vote in this term, each member once. Only grows. */
    private final Set<NodeId> votesReceived = new TreeSet<>();

    Candidate(RequestVote question, long voteTicket, MonotonicTime since) {
      this.question = question;
      this.voteTicket = voteTicket;
      this.since = since;
    }

    @Override
    public RoleName name() {
      return RoleName.CANDIDATE;
    }

    RequestVote question() {
      return question;
    }

    long voteTicket() {
      return voteTicket;
    }

    MonotonicTime askAt() {
      return askAt;
    }

    void askAt(MonotonicTime next) {
      askAt = next;
    }

    /** Notes that its own vote is durable: the voters' disks may take as long as its own did. */
    void voteIsDurable(MonotonicTime now) {
      if (patientUntil.equals(MonotonicTime.NEVER)) {
        patientUntil = now.plus(now.since(since));
      }
    }

    /** Tells whether the votes may still be on their way to the disks, which has an end. */
    boolean givesTime(MonotonicTime now, Duration most) {
      return !patientUntil.isDue(now) && !since.plus(most).isDue(now);
    }

    Set<NodeId> votesReceived() {
      return Collections.unmodifiableSet(votesReceived);
    }

    void count(NodeId voter) {
      votesReceived.add(voter);
    }
  }
}
