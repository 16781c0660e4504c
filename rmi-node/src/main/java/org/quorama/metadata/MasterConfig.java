package org.quorama.metadata;

import java.io.Serializable;
import java.time.Duration;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.repair.RepairConfig;
import org.quorama.protocol.Invariants;

/**
 * The settings of a master. Immutable; equal on all nodes but for the first.
 *
 * @param self this node
 * @param chunkSizeBytes the size of every chunk of a file but the last, at least 1 KiB
 * @param replication how many replicas a new chunk gets, at least 1
 * @param times how long it waits for whom
 * @param maxPending the most operations that wait, at least 1
 * @param repair how the leader cares for replicas
 * @param maxEntries how many files and directories there may be, deleted ones included until their
 *     delay is over
 */
public record MasterConfig(
    NodeId self,
    int chunkSizeBytes,
    int replication,
    Times times,
    int maxPending,
    RepairConfig repair,
    int maxEntries)
    implements Serializable {
  private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration DELETION_DELAY = Duration.ofMinutes(1);
  private static final Duration MIN_SESSION_TIMEOUT = Duration.ofMillis(100);
  private static final int MAX_ENTRIES = 50_000;

  /**
   * How long a master waits for whom. Immutable.
   *
   * @param lease how long a primary may order mutations [GFS §3.1]
   * @param chunkserver how long a chunkserver may be silent before it gets no new chunks
   * @param session how long the session of a client may be silent, at least 100 ms
   * @param deletion how long a deleted file can be brought back
   */
  public record Times(Duration lease, Duration chunkserver, Duration session, Duration deletion)
      implements Serializable {
    /** Checks the ranges. */
    public Times {
      Invariants.check(
          session.compareTo(MIN_SESSION_TIMEOUT) >= 0,
          "A session timeout of %s is below 100 ms",
          session);
    }
  }

  /** Checks the ranges. */
  public MasterConfig {
    Invariants.check(chunkSizeBytes >= 1024, "Chunk size %d is below 1 KiB", chunkSizeBytes);
    Invariants.check(replication >= 1 && maxPending >= 1, "Replication and bounds are positive");
  }

  /**
   * Makes settings with the usual timeout of sessions, 60 s, and the usual care for replicas.
   *
   * @param self this node
   * @param chunkSizeBytes the size of every chunk of a file but the last, at least 1 KiB
   * @param replication how many replicas a new chunk gets, at least 1
   * @param leaseLength how long a primary may order mutations [GFS §3.1]
   * @param chunkserverTimeout how long a chunkserver may be silent before it gets no new chunks
   * @param maxPending the most operations that wait, at least 1
   */
  public MasterConfig(
      NodeId self,
      int chunkSizeBytes,
      int replication,
      Duration leaseLength,
      Duration chunkserverTimeout,
      int maxPending) {
    this(
        self,
        chunkSizeBytes,
        replication,
        new Times(leaseLength, chunkserverTimeout, SESSION_TIMEOUT, DELETION_DELAY),
        maxPending,
        RepairConfig.defaults(),
        MAX_ENTRIES);
  }

  /** Returns how long a primary may order mutations. */
  public Duration leaseLength() {
    return times.lease();
  }

  /** Returns how long a chunkserver may be silent before it gets no new chunks. */
  public Duration chunkserverTimeout() {
    return times.chunkserver();
  }

  /** Returns how long the session of a client may be silent. */
  public Duration sessionTimeout() {
    return times.session();
  }

  /** Returns how long a deleted file can be brought back. */
  public Duration deletionDelay() {
    return times.deletion();
  }

  /**
   * Returns the same with another timeout of sessions.
   *
   * @param timeout how long the session of a client may be silent, at least 100 ms
   */
  public MasterConfig withSessionTimeout(Duration timeout) {
    return with(new Times(times.lease(), times.chunkserver(), timeout, times.deletion()));
  }

  /**
   * Returns the same with another time in which a deleted file can be brought back.
   *
   * @param delay how long
   */
  public MasterConfig withDeletionDelay(Duration delay) {
    return with(new Times(times.lease(), times.chunkserver(), times.session(), delay));
  }

  private MasterConfig with(Times others) {
    return new MasterConfig(
        self, chunkSizeBytes, replication, others, maxPending, repair, maxEntries);
  }

  /**
   * Returns the same with another care for replicas.
   *
   * @param care how the leader cares for replicas
   */
  public MasterConfig withRepair(RepairConfig care) {
    return new MasterConfig(self, chunkSizeBytes, replication, times, maxPending, care, maxEntries);
  }

  /**
   * Returns the same with another bound of the namespace.
   *
   * @param entries how many files and directories there may be
   */
  public MasterConfig withMaxEntries(int entries) {
    return new MasterConfig(self, chunkSizeBytes, replication, times, maxPending, repair, entries);
  }
}
