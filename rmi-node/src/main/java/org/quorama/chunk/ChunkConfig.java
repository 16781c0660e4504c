package org.quorama.chunk;

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
 */
public record ChunkConfig(
    NodeId self,
    int chunkSizeBytes,
    Duration reportInterval,
    Duration forwardTimeout,
    int maxPending) {
  /** Checks the ranges. */
  public ChunkConfig {
    Invariants.check(chunkSizeBytes >= 1024, "Chunk size %d is below 1 KiB", chunkSizeBytes);
    Invariants.check(maxPending >= 1, "The bound of pending mutations is positive");
  }
}
