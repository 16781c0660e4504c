package org.quorama.chunk;

import java.time.Duration;
import org.quorama.cluster.NodeId;

/** What happened to a replica on one chunkserver, for the trace. */
public sealed interface ChunkFact {
  /**
   * A version is durable here.
   *
   * @param chunk the chunk
   * @param version the version
   */
  record VersionStored(ChunkId chunk, ChunkVersion version) implements ChunkFact {}

  /**
   * This node holds the lease of a chunk from now on.
   *
   * @param chunk the chunk
   * @param version the version of the lease
   * @param length how long from now
   */
  record LeaseHeld(ChunkId chunk, ChunkVersion version, Duration length) implements ChunkFact {}

  /**
   * This node's lease of a chunk ended.
   *
   * @param chunk the chunk
   * @param version the version of the lease
   */
  record LeaseEnded(ChunkId chunk, ChunkVersion version) implements ChunkFact {}

  /**
   * The primary gave a mutation its place in the order.
   *
   * @param chunk the chunk
   * @param version the version of the lease
   * @param serial the place
   * @param range where it writes
   */
  record MutationOrdered(ChunkId chunk, ChunkVersion version, long serial, ByteRange range)
      implements ChunkFact {}

  /**
   * A mutation is durable here.
   *
   * @param chunk the chunk
   * @param version the version of the lease
   * @param serial the place
   * @param range where it wrote
   */
  record MutationApplied(ChunkId chunk, ChunkVersion version, long serial, ByteRange range)
      implements ChunkFact {}

  /**
   * A secondary did not confirm a mutation.
   *
   * @param chunk the chunk
   * @param serial the place
   * @param replica who
   */
  record ReplicaFailed(ChunkId chunk, long serial, NodeId replica) implements ChunkFact {}

  /**
   * A replica was deleted as garbage.
   *
   * @param chunk the chunk
   */
  record ReplicaDeleted(ChunkId chunk) implements ChunkFact {}
}
