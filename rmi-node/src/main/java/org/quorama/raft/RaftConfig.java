package org.quorama.raft;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Invariants;

/**
 * The settings of one node's Raft. Immutable.
 *
 * @param self this node
 * @param members the voters that the cluster starts with, in the order of their ids; a snapshot or
 *     the log may name others
 * @param timing how long things take
 * @param features what goes beyond the paper's basic algorithm
 * @param limits the bounds of queues and messages
 * @param snapshots when snapshots are taken and how they are sent
 */
public record RaftConfig(
    NodeId self,
    List<NodeId> members,
    Timing timing,
    Set<Feature> features,
    Limits limits,
    Snapshots snapshots)
    implements Serializable {
  /**
   * How long things take.
   *
   * @param electionTimeoutMin the least time without a leader before an election
   * @param electionTimeoutMax the bound of the random time, exclusive [Raft §5.2]
   * @param heartbeatInterval how often an idle leader is heard, at most a fifth of the least
   *     timeout
   * @param maxClockDrift by how much of itself the rate of any node's clock may be wrong, from 0 to
   *     below 1; only lease reads depend on it
   */
  public record Timing(
      Duration electionTimeoutMin,
      Duration electionTimeoutMax,
      Duration heartbeatInterval,
      double maxClockDrift)
      implements Serializable {
    /** Checks the ranges. */
    public Timing {
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
      Invariants.check(
          maxClockDrift >= 0 && maxClockDrift < 1, "Clock drift %s is no part", maxClockDrift);
    }

    /**
     * Returns timing with the usual bound of clock drift, 10 %.
     *
     * @param electionTimeoutMin the least time without a leader before an election
     * @param electionTimeoutMax the bound of the random time, exclusive
     * @param heartbeatInterval how often an idle leader is heard
     */
    public static Timing of(
        Duration electionTimeoutMin, Duration electionTimeoutMax, Duration heartbeatInterval) {
      return new Timing(electionTimeoutMin, electionTimeoutMax, heartbeatInterval, 0.1);
    }
  }

  /** What goes beyond the basic algorithm, and may be turned off to see why it is there. */
  public enum Feature {
    /**
     * Asks before it raises the term [Dissertation §9.6]; with it go voters' loyalty to a leader,
     * and candidates' patience with disks that take longer for a vote than an election timeout.
     */
    PRE_VOTE,
    /** A leader without a quorum steps down [Dissertation §6.2]. */
    CHECK_QUORUM,
    /**
     * Sends new entries at once to as many voters as a majority needs, and to the others a little
     * later, together: half the messages while all is well.
     */
    MAJORITY_FIRST,
    /**
     * Answers reads without a round of messages while a lease lasts [Dissertation §6.4.1]. Safe
     * only as far as clocks keep to {@link Timing#maxClockDrift}; off by default.
     */
    LEASE_READS
  }

  /** What is on unless said otherwise. */
  public static final Set<Feature> STANDARD = Set.of(Feature.PRE_VOTE, Feature.CHECK_QUORUM);

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
      int maxEntriesPerMessage, int maxBytesPerMessage, int maxInFlight, int maxPending)
      implements Serializable {
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

  /**
   * When snapshots are taken and how they are sent.
   *
   * @param everyEntries after how many applied entries behind the last snapshot the next is taken,
   *     at least 1
   * @param keptEntries how many entries before a snapshot stay in the log for followers that are a
   *     little behind, at least 0
   * @param pieceBytes how many bytes of it go into one message, at least 1
   */
  public record Snapshots(int everyEntries, int keptEntries, int pieceBytes)
      implements Serializable {
    /** Checks the ranges. */
    public Snapshots {
      Invariants.check(
          everyEntries >= 1 && keptEntries >= 0 && pieceBytes >= 1,
          "A snapshot needs entries and pieces");
    }

    /** Returns what suits five nodes on a laptop. */
    public static Snapshots defaults() {
      return new Snapshots(10_000, 1_000, 256 << 10);
    }
  }

  /** Copies the collections. */
  public RaftConfig {
    members = members.stream().sorted().distinct().toList();
    features = Set.copyOf(features);
  }

  /**
   * Returns settings with everything standard but who, when and how much.
   *
   * @param self this node
   * @param members the voters that the cluster starts with
   * @param timing how long things take
   * @param limits the bounds of queues and messages
   */
  public static RaftConfig standard(
      NodeId self, List<NodeId> members, Timing timing, Limits limits) {
    return new RaftConfig(self, members, timing, STANDARD, limits, Snapshots.defaults());
  }

  /**
   * Tells whether a feature is on.
   *
   * @param feature which
   */
  public boolean has(Feature feature) {
    return features.contains(feature);
  }

  /** Returns the least time without a leader before an election. */
  public Duration electionTimeoutMin() {
    return timing.electionTimeoutMin();
  }

  /** Returns the bound of the random time, exclusive. */
  public Duration electionTimeoutMax() {
    return timing.electionTimeoutMax();
  }

  /** Returns how often an idle leader is heard. */
  public Duration heartbeatInterval() {
    return timing.heartbeatInterval();
  }

  /** Returns how many of the first voters are a majority. */
  public int quorum() {
    return members.size() / 2 + 1;
  }
}
