package org.quorama.simulation.check;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.protocol.Bytes;

/** What is on a node's disk of its replicas, now. What was flipped there is told as it was. */
public interface DurableReplicas {
  /**
   * Returns the version of a replica, null if there is none.
   *
   * @param chunk which
   */
  @Nullable ChunkVersion version(ChunkId chunk);

  /** Returns the chunks of which there is a replica. */
  Set<ChunkId> chunks();

  /**
   * Tells whether there is a replica and every block of it has its checksum.
   *
   * @param chunk which
   */
  boolean isIntact(ChunkId chunk);

  /**
   * Returns the bytes of a replica that a crash would leave.
   *
   * @param chunk which
   */
  Bytes durable(ChunkId chunk);

  /**
   * Returns the bytes of a replica as they are while the node runs.
   *
   * @param chunk which
   */
  Bytes seen(ChunkId chunk);
}
