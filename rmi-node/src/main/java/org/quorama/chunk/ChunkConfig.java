package org.quorama.chunk;

import java.io.Serializable;
import java.time.Duration;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Invariants;

/**
 * The settings of a chunkserver. Immutable.
 *
 * @param self this node
 * @param chunkSizeBytes the most bytes of a chunk
 * @param reportInterval how often it reports to the master
 * @param forwardTimeout how long a primary waits for its secondaries
 * @param maxPending the most mutations that wait, at least 1
 * @param maxClockDrift by how much of itself the rate of any node's clock may be wrong, from 0 to
 *     less than 1
 */
public record ChunkConfig(
    NodeId self,
    int chunkSizeBytes,
    Duration reportInterval,
    Duration forwardTimeout,
    int maxPending,
    double maxClockDrift)
    implements Serializable {
  private static final double USUAL_DRIFT = 0.1;

  /** Checks the ranges. */
  public ChunkConfig {
    Invariants.check(chunkSizeBytes >= 1024, "Chunk size %d is below 1 KiB", chunkSizeBytes);
    Invariants.check(maxPending >= 1, "The bound of pending mutations is positive");
    Invariants.check(
        maxClockDrift >= 0 && maxClockDrift < 1, "Clock drift %s is no part", maxClockDrift);
  }

  /**
   * Makes settings with the usual bound of clock drift, 10 %.
   *
   * @param self this node
   * @param chunkSizeBytes the most bytes of a chunk
   * @param reportInterval how often it reports to the master
   * @param forwardTimeout how long a primary waits for its secondaries
   * @param maxPending the most mutations that wait, at least 1
   */
  public ChunkConfig(
      NodeId self,
      int chunkSizeBytes,
      Duration reportInterval,
      Duration forwardTimeout,
      int maxPending) {
    this(self, chunkSizeBytes, reportInterval, forwardTimeout, maxPending, USUAL_DRIFT);
  }

  /**
   * Returns for how long a lease may be used here: if this clock is slow and the master's fast, the
   * master must not think it over before this node does.
   *
   * @param lease how long it lasts for the master
   */
  Duration usable(Duration lease) {
    double part = (1 - maxClockDrift) / (1 + maxClockDrift);
    return Duration.ofNanos((long) (lease.toNanos() * part));
  }
}
