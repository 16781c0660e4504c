package org.quorama.raft;

/**
 * What a node is [Raft §5.1], with the state that exists only in that role: a follower cannot have
 * a nextIndex, nor a leader votes.
 */
sealed interface Role permits Follower, Candidate, Leader {
  /** Returns the word for it. */
  RoleName name();
}
