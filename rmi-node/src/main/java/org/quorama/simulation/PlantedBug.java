package org.quorama.simulation;

import java.util.Locale;

/**
 * A bug that a run has on purpose: the measure of the simulator is that it finds them. They live in
 * exchanged rules, and in wrong cores, disks, hosts and clients of the simulator, never in the code
 * of a real node.
 */
public enum PlantedBug {
  /** The disk keeps a node's term and forgets its vote [Raft §5.1]. */
  VOTE_NOT_DURABLE("R-02"),
  /** The disk says that a write is durable before it is. */
  ACK_BEFORE_FSYNC("R-20"),
  /** A leader commits entries of earlier terms by counting replicas [Raft §5.4.2]. */
  COMMIT_OLD_TERM_BY_COUNTING("R-01"),
  /** A follower commits what its log holds, though the leader proved less of it [Raft Fig. 2]. */
  COMMIT_TO_LAST_INDEX("R-12"),
  /** A follower removes all that is behind the previous entry of any message [Raft Fig. 2]. */
  ALWAYS_TRUNCATES("R-10"),
  /** A voter does not compare logs [Raft §5.4.1]. */
  NO_UP_TO_DATE_CHECK("R-08"),
  /** A candidate counts votes of its earlier terms [Raft §5.2]. */
  LATE_VOTES_COUNTED("R-06"),
  /** A candidate counts every answer, also two of one voter [Raft §5.2]. */
  VOTES_COUNTED_TWICE("R-05"),
  /** A follower acknowledges its whole log, not what the request proved [Raft Fig. 2]. */
  ACK_MORE_THAN_PROVED("R-13"),
  /** A leader's matchIndex follows late replies down [Raft Fig. 2]. */
  MATCH_INDEX_FALLS("R-14"),
  /** A leader changes the membership before an entry of its term is committed. */
  MEMBERSHIP_BEFORE_OWN_ENTRY("M-01"),
  /** A leader changes the membership while a change is not committed. */
  SECOND_PENDING_MEMBERSHIP("M-03"),
  /** A leader counts its own entries before they are durable [Dissertation §10.2.1]. */
  LEADER_COUNTS_BEFORE_FSYNC("R-20"),
  /** A host takes the old write of an index for the new one. */
  DURABILITY_ABA("R-21"),
  /** A new leader answers reads before an entry of its own term is committed [Raft §8]. */
  READ_WITHOUT_OWN_ENTRY("RD-01"),
  /** A leader takes answers to earlier messages as proof that it still leads [Raft §8]. */
  READ_BY_EARLIER_ACKS("RD-02"),
  /** A leader answers reads by a lease that outlives the loyalty of its voters. */
  LEASE_TOO_LONG("RD-06"),
  /** A leader that stepped down forgets its vote of that term [Raft §5.2]. */
  STEPPED_DOWN_FORGETS_VOTE("R-03"),
  /** A deposed leader goes on appending, under the new term [Raft §5.3]. */
  DEPOSED_LEADER_APPENDS("R-16"),
  /** A disk keeps a divergent log behind an installed snapshot [Raft Fig. 13]. */
  SNAPSHOT_KEEPS_DIVERGENT_LOG("S-02"),
  /** A node restores a snapshot that is older than its state [Raft Fig. 13]. */
  STALE_SNAPSHOT_INSTALLED("S-03"),
  /** A master does a request again that comes again [Dissertation §6.3]. */
  RETRY_RUNS_TWICE("SE-01"),
  /** A client whose session expired sends what had no answer in a new one [Dissertation §6.3]. */
  EXPIRED_SESSION_RUNS_AGAIN("SE-02"),
  /** A node's snapshots lack what became of clients' requests. */
  SNAPSHOT_WITHOUT_RESULTS("S-08"),
  /** A primary acknowledges before all replicas have a mutation [GFS §3.1]. */
  ACKED_BEFORE_ALL_REPLICAS("F-04"),
  /** A replica confirms what it has not forced. */
  ACKED_BEFORE_REPLICA_FORCES("F-04"),
  /** A master lists replicas of older versions [GFS §4.5]. */
  STALE_REPLICA_LISTED("F-08"),
  /** A primary orders mutations when its lease is over [GFS §3.1]. */
  PRIMARY_OUTLIVES_LEASE("F-10"),
  /** A secondary takes mutations of an earlier version [GFS §4.5]. */
  SECONDARY_DOES_NOT_FENCE("F-10"),
  /** A replica that is there takes a first write for a mutation of its version. */
  FIRST_WRITE_TAKEN_AGAIN("F-10"),
  /** A master has chunks deleted that it does not know yet [GFS §4.4]. */
  UNKNOWN_CHUNK_COLLECTED("F-16"),
  /** A master takes what a session reserved for an orphan, since no file has it yet. */
  RESERVED_CHUNK_COLLECTED("F-16"),
  /** A leader trims replicas on what it was told in an earlier reign. */
  TRIMS_BY_OLD_REPORTS("F-18"),
  /** A master counts one file too few of a chunk that files share [GFS §3.4]. */
  SHARED_CHUNK_COLLECTED("F-14"),
  /** A chunkserver answers reads without looking at checksums [GFS §5.2]. */
  READ_WITHOUT_CHECKSUM("F-24");

  private final String scenario;

  PlantedBug(String scenario) {
    this.scenario = scenario;
  }

  /** Returns the scenario of the catalogue in which it shows, as in {@code R-02}. */
  public String scenario() {
    return scenario;
  }

  /** Returns the name on a command line, as in {@code ack-before-fsync}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
