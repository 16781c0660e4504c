package org.quorama.trace;

import org.quorama.cluster.NodeId;

/** What happened to a replica. Chunk ids in their text form, {@code c00000001}. */
public sealed interface ChunkTrace extends TraceDetail {
  /**
   * A version is durable here.
   *
   * @param chunk the chunk
   * @param version the version
   */
  record VersionStored(String chunk, long version) implements ChunkTrace {}

  /**
   * This node holds the lease from now on.
   *
   * @param chunk the chunk
   * @param version the version of the lease
   * @param lengthNanos how long from now
   */
  record LeaseHeld(String chunk, long version, long lengthNanos) implements ChunkTrace {}

  /**
   * This node's lease ended.
   *
   * @param chunk the chunk
   * @param version the version of the lease
   */
  record LeaseEnded(String chunk, long version) implements ChunkTrace {}

  /**
   * The primary gave a mutation its place.
   *
   * @param chunk the chunk
   * @param version the version of the lease
   * @param serial the place, from 1
   * @param offset the first byte
   * @param length how many bytes
   */
  record MutationOrdered(String chunk, long version, long serial, long offset, long length)
      implements ChunkTrace {}

  /**
   * A mutation is durable here.
   *
   * @param chunk the chunk
   * @param version the version of the lease
   * @param serial the place, from 1
   * @param offset the first byte
   * @param length how many bytes
   */
  record MutationApplied(String chunk, long version, long serial, long offset, long length)
      implements ChunkTrace {}

  /**
   * A secondary did not confirm a mutation.
   *
   * @param chunk the chunk
   * @param serial the place
   * @param replica who
   */
  record ReplicaFailed(String chunk, long serial, NodeId replica) implements ChunkTrace {}

  /**
   * A replica was deleted as garbage.
   *
   * @param chunk the chunk
   */
  record ReplicaDeleted(String chunk) implements ChunkTrace {}

  /**
   * Stored bytes did not have their checksum.
   *
   * @param chunk the chunk
   * @param offset the first byte that was asked for
   */
  record CorruptionFound(String chunk, long offset) implements ChunkTrace {}
}
