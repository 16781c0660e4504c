package org.quorama.raft;

/** The three roles of [Raft §5.1], for those who only need the word. */
public enum RoleName {
  /** Answers leaders and candidates. */
  FOLLOWER,
  /** Wants to be leader. */
  CANDIDATE,
  /** Handles all client requests. */
  LEADER
}
