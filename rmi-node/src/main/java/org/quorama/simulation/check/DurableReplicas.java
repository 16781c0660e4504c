package org.quorama.simulation.check;

import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkId;
import org.quorama.protocol.Bytes;

/** What a crash would leave of a node's replicas, now. */
public interface DurableReplicas {
  /**
   * Returns the bytes of a replica.
   *
   * @param chunk which
   * @param range which bytes; fewer come back if the replica is shorter
   */
  Bytes read(ChunkId chunk, ByteRange range);
}
