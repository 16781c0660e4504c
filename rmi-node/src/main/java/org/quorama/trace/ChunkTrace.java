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
   * This node's lease lasts longer.
   *
   * @param chunk the chunk
   * @param version the version of the lease
   * @param lengthNanos how long from now
   */
  record LeaseExtended(String chunk, long version, long lengthNanos) implements ChunkTrace {}

  /**
   * This node gives its lease back; {@link LeaseEnded} follows.
   *
   * @param chunk the chunk
   * @param version the version of the lease
   */
  record LeaseRevoked(String chunk, long version) implements ChunkTrace {}

  /**
   * The primary chose where a record goes; follows {@link MutationOrdered}.
   *
   * @param chunk the chunk
   * @param version the version of the lease
   * @param serial its place in the order
   * @param offset the first byte
   * @param length how many bytes
   */
  record AppendPlaced(String chunk, long version, long serial, long offset, long length)
      implements ChunkTrace {}

  /**
   * The primary has the rest of a chunk filled; follows {@link MutationOrdered}.
   *
   * @param chunk the chunk
   * @param version the version of the lease
   * @param serial its place in the order
   * @param offset the first byte
   * @param length how many bytes
   */
  record ChunkPadded(String chunk, long version, long serial, long offset, long length)
      implements ChunkTrace {}

  /**
   * A replica was copied on this disk, for a new chunk.
   *
   * @param from the chunk that was copied
   * @param chunk the new chunk
   * @param version of the new chunk
   */
  record ReplicaCloned(String from, String chunk, long version) implements ChunkTrace {}

  /**
   * A replica was pulled from another node.
   *
   * @param chunk the chunk
   * @param version the version
   * @param source whom it was pulled from
   * @param lengthBytes how many bytes it holds
   */
  record ReplicaCopied(String chunk, long version, NodeId source, long lengthBytes)
      implements ChunkTrace {}

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

  /**
   * Pushed data made room for younger data before it was ordered; it has to be pushed again.
   *
   * @param client the client's part of its id
   * @param sequence the rest of its id
   * @param lengthBytes how many bytes
   */
  record DataEvicted(long client, long sequence, long lengthBytes) implements ChunkTrace {}
}
