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
   * This node's lease of a chunk lasts longer.
   *
   * @param chunk the chunk
   * @param version the version of the lease
   * @param length how long from now
   */
  record LeaseExtended(ChunkId chunk, ChunkVersion version, Duration length) implements ChunkFact {}

  /**
   * This node gave its lease of a chunk back.
   *
   * @param chunk the chunk
   * @param version the version of the lease
   */
  record LeaseRevoked(ChunkId chunk, ChunkVersion version) implements ChunkFact {}

  /**
   * The primary chose where an append goes; told after the order itself.
   *
   * @param chunk the chunk
   * @param version the version of the lease
   * @param serial the place in the order
   * @param range where
   */
  record AppendPlaced(ChunkId chunk, ChunkVersion version, long serial, ByteRange range)
      implements ChunkFact {}

  /**
   * The primary has the rest of a chunk filled, since a record does not fit; told after the order.
   *
   * @param chunk the chunk
   * @param version the version of the lease
   * @param serial the place in the order
   * @param range what is filled
   */
  record ChunkPadded(ChunkId chunk, ChunkVersion version, long serial, ByteRange range)
      implements ChunkFact {}

  /**
   * A replica was copied on this disk, for a new chunk.
   *
   * @param from the chunk that was copied
   * @param to the new chunk
   * @param version of the new chunk
   */
  record ReplicaCloned(ChunkId from, ChunkId to, ChunkVersion version) implements ChunkFact {}

  /**
   * A replica was pulled from another node.
   *
   * @param chunk the chunk
   * @param version the version
   * @param source whom it was pulled from
   * @param lengthBytes how many bytes it holds
   */
  record ReplicaCopied(ChunkId chunk, ChunkVersion version, NodeId source, long lengthBytes)
      implements ChunkFact {}

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
