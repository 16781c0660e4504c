package org.quorama.raft;

import java.time.Duration;
import java.util.List;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Invariants;

/**
 * The settings of one node's Raft. Immutable.
 *
 * @param self this node
 * @param members all voters, this node included, in the order of their ids
 * @param electionTimeoutMin the least time without a leader before an election
 * @param electionTimeoutMax the bound of the random time, exclusive [Raft §5.2]
 * @param heartbeatInterval how often an idle leader is heard, at most a fifth of the least timeout
 * @param limits the bounds of queues and messages
 */
public record RaftConfig(
    NodeId self,
    List<NodeId> members,
    Duration electionTimeoutMin,
    Duration electionTimeoutMax,
    Duration heartbeatInterval,
    Limits limits) {
  /**
   * The bounds of queues and messages.
   *
   * @param maxEntriesPerMessage the most entries in one AppendEntries, at least 1
   * @param maxBytesPerMessage the most command bytes in one AppendEntries, though never less than
   *     one entry
   * @param maxInFlight the most unanswered AppendEntries with entries a follower, at least 1
   * @param maxPending the most proposals and reads that wait, at least 1
   */
  public record Limits(
      int maxEntriesPerMessage, int maxBytesPerMessage, int maxInFlight, int maxPending) {
    /** Checks the ranges. */
    public Limits {
      Invariants.check(
          maxEntriesPerMessage >= 1
              && maxBytesPerMessage >= 1
              && maxInFlight >= 1
              && maxPending >= 1,
          "Every limit is at least 1");
    }

    /** Returns bounds that suit five nodes on a laptop. */
    public static Limits defaults() {
      return new Limits(256, 1 << 20, 4, 4096);
    }
  }

  /** Copies the members and checks the ranges. */
  public RaftConfig {
    members = members.stream().sorted().distinct().toList();
    Invariants.check(members.contains(self), "%s is not among the members %s", self, members);
    Invariants.check(
        electionTimeoutMax.compareTo(electionTimeoutMin) > 0,
        "The election timeout needs a range, not %s..%s",
        electionTimeoutMin,
        electionTimeoutMax);
    Invariants.check(
        heartbeatInterval.multipliedBy(5).compareTo(electionTimeoutMin) <= 0,
        "Heartbeat interval %s is more than a fifth of election timeout %s",
        heartbeatInterval,
        electionTimeoutMin);
  }

  /** Returns how many voters are a majority. */
  public int quorum() {
    return members.size() / 2 + 1;
  }
}
