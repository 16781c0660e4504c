package org.quorama.raft;

/** Answers leaders and candidates [Raft §5.1]. Immutable. */
record Follower() implements Role {
  @Override
  public RoleName name() {
    return RoleName.FOLLOWER;
  }
}
