package org.quorama.raft;

import java.time.Duration;
import java.util.Set;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.RandomSource;
import org.quorama.raft.RaftMessage.PreVote;
import org.quorama.raft.RaftMessage.PreVoteReply;
import org.quorama.raft.RaftMessage.RequestVote;
import org.quorama.raft.RaftMessage.RequestVoteReply;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.Membership;

/** How a leader is elected: one method a rule [Raft §5.2]. Implementations hold no state. */
public interface ElectionRules {
  /** Returns the rules as the paper has them. */
  static ElectionRules standard() {
    return new StandardRules.Election();
  }

  /**
   * Draws how long to wait for a leader before an election [Raft §5.2].
   *
   * @param config gives the range
   * @param random the chance
   * @return at least the least timeout, less than the greatest
   */
  Duration electionTimeout(RaftConfig config, RandomSource random);

  /**
   * Returns term and vote of a node that becomes a candidate [Raft Fig. 2].
   *
   * @param current its term and vote until now
   * @param self the candidate
   */
  HardState candidacy(HardState current, NodeId self);

  /**
   * Returns term and vote of a node that hears of a newer term [Raft §5.1].
   *
   * @param current its term and vote until now
   * @param newTerm greater than its term
   */
  HardState newTerm(HardState current, long newTerm);

  /**
   * Tells whether a voter grants its vote [Raft Fig. 2].
   *
   * @param current the voter's term, never less than the request's, and its vote
   * @param lastLog the voter's lastLogTerm and lastLogIndex
   * @param request the candidate's question
   */
  boolean grantsVote(HardState current, LogPosition lastLog, RequestVote request);

  /**
   * Tells whether a candidate counts an answer as a vote.
   *
   * @param current the candidate's term and vote
   * @param reply the answer, perhaps to a question of an earlier term
   */
  boolean countsVote(HardState current, RequestVoteReply reply);

  /**
   * Tells whether a voter would grant its vote in the next term [Dissertation §9.6].
   *
   * @param current the voter's term and vote, which stay as they are
   * @param lastLog the voter's lastLogTerm and lastLogIndex
   * @param request the question of a node that would be a candidate
   */
  boolean grantsPreVote(HardState current, LogPosition lastLog, PreVote request);

  /**
   * Tells whether a node that asks for pre-votes counts an answer as one.
   *
   * @param current its term and vote
   * @param reply the answer, perhaps to a question of an earlier term
   */
  boolean countsPreVote(HardState current, PreVoteReply reply);

  /**
   * Tells whether a node heard a leader so lately that no other is needed [Dissertation §4.2.3].
   *
   * @param config gives the least time without a leader before an election
   * @param silence how long ago it heard one
   */
  boolean heardLeaderRecently(RaftConfig config, Duration silence);

  /**
   * Tells whether a candidate has won [Raft §5.2].
   *
   * @param membership who votes
   * @param votesReceived who granted a vote, each once
   */
  boolean hasWon(Membership membership, Set<NodeId> votesReceived);
}
