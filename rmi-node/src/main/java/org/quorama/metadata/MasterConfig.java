package org.quorama.metadata;

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
 * @param leaseLength how long a primary may order mutations [GFS §3.1]
 * @param chunkserverTimeout how long a chunkserver may be silent before it gets no new chunks
 * @param maxPending the most operations that wait, at least 1
 * @param sessionTimeout how long the session of a client may be silent, at least 100 ms
 * @param deletionDelay how long a deleted file can be brought back
 * @param repair how the leader cares for replicas
 * @param maxEntries how many files and directories there may be, deleted ones included until their
 *     delay is over
 */
public record MasterConfig(
    NodeId self,
    int chunkSizeBytes,
    int replication,
    Duration leaseLength,
    Duration chunkserverTimeout,
    int maxPending,
    Duration sessionTimeout,
    Duration deletionDelay,
    RepairConfig repair,
    int maxEntries) {
  private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration DELETION_DELAY = Duration.ofMinutes(1);
  private static final Duration MIN_SESSION_TIMEOUT = Duration.ofMillis(100);
  private static final int MAX_ENTRIES = 200_000;

  /** Checks the ranges. */
  public MasterConfig {
    Invariants.check(chunkSizeBytes >= 1024, "Chunk size %d is below 1 KiB", chunkSizeBytes);
    Invariants.check(replication >= 1 && maxPending >= 1, "Replication and bounds are positive");
    Invariants.check(
        sessionTimeout.compareTo(MIN_SESSION_TIMEOUT) >= 0,
        "A session timeout of %s is below 100 ms",
        sessionTimeout);
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
        leaseLength,
        chunkserverTimeout,
        maxPending,
        SESSION_TIMEOUT,
        DELETION_DELAY,
        RepairConfig.defaults(),
        MAX_ENTRIES);
  }

  /**
   * Returns the same with another timeout of sessions.
   *
   * @param timeout how long the session of a client may be silent, at least 100 ms
   */
  public MasterConfig withSessionTimeout(Duration timeout) {
    return new MasterConfig(
        self,
        chunkSizeBytes,
        replication,
        leaseLength,
        chunkserverTimeout,
        maxPending,
        timeout,
        deletionDelay,
        repair,
        maxEntries);
  }

  /**
   * Returns the same with another care for replicas.
   *
   * @param care how the leader cares for replicas
   */
  public MasterConfig withRepair(RepairConfig care) {
    return new MasterConfig(
        self,
        chunkSizeBytes,
        replication,
        leaseLength,
        chunkserverTimeout,
        maxPending,
        sessionTimeout,
        deletionDelay,
        care,
        maxEntries);
  }

  /**
   * Returns the same with another time in which a deleted file can be brought back.
   *
   * @param delay how long
   */
  public MasterConfig withDeletionDelay(Duration delay) {
    return new MasterConfig(
        self,
        chunkSizeBytes,
        replication,
        leaseLength,
        chunkserverTimeout,
        maxPending,
        sessionTimeout,
        delay,
        repair,
        maxEntries);
  }

  /**
   * Returns the same with another bound of the namespace.
   *
   * @param entries how many files and directories there may be
   */
  public MasterConfig withMaxEntries(int entries) {
    return new MasterConfig(
        self,
        chunkSizeBytes,
        replication,
        leaseLength,
        chunkserverTimeout,
        maxPending,
        sessionTimeout,
        deletionDelay,
        repair,
        entries);
  }
}
