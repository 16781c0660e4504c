package org.quorama.raft;

/**
 * The rules that a core follows, exchangeable one by one. Immutable.
 *
 * @param election how a leader is elected
 * @param replication how logs are made equal
 * @param commit when an entry is committed
 * @param read when a leader may answer a read
 */
public record RaftRules(
    ElectionRules election, ReplicationRules replication, CommitRules commit, ReadRules read) {
  /** Returns the rules as the paper has them. */
  public static RaftRules standard() {
    return new RaftRules(
        ElectionRules.standard(),
        ReplicationRules.standard(),
        CommitRules.standard(),
        ReadRules.standard());
  }

  /**
   * Returns these rules with other ones for elections.
   *
   * @param other the replacement
   */
  public RaftRules with(ElectionRules other) {
    return new RaftRules(other, replication, commit, read);
  }

  /**
   * Returns these rules with other ones for replication.
   *
   * @param other the replacement
   */
  public RaftRules with(ReplicationRules other) {
    return new RaftRules(election, other, commit, read);
  }

  /**
   * Returns these rules with other ones for commit.
   *
   * @param other the replacement
   */
  public RaftRules with(CommitRules other) {
    return new RaftRules(election, replication, other, read);
  }

  /**
   * Returns these rules with other ones for reads.
   *
   * @param other the replacement
   */
  public RaftRules with(ReadRules other) {
    return new RaftRules(election, replication, commit, other);
  }
}
