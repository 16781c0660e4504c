package org.quorama.raft;

/**
 * The rules that a core follows, exchangeable one by one. Immutable.
 *
 * @param election how a leader is elected
 * @param replication how logs are made equal
 * @param commit when an entry is committed
 */
public record RaftRules(ElectionRules election, ReplicationRules replication, CommitRules commit) {
  /** Returns the rules as the paper has them. */
  public static RaftRules standard() {
    return new RaftRules(
        ElectionRules.standard(), ReplicationRules.standard(), CommitRules.standard());
  }

  /**
   * Returns these rules with other ones for elections.
   *
   * @param other the replacement
   */
  public RaftRules with(ElectionRules other) {
    return new RaftRules(other, replication, commit);
  }

  /**
   * Returns these rules with other ones for replication.
   *
   * @param other the replacement
   */
  public RaftRules with(ReplicationRules other) {
    return new RaftRules(election, other, commit);
  }

  /**
   * Returns these rules with other ones for commit.
   *
   * @param other the replacement
   */
  public RaftRules with(CommitRules other) {
    return new RaftRules(election, replication, other);
  }
}
