package org.quorama.storage;

import java.util.List;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkVersion;

/** The chunk replicas of a node, with checksums. Thread-safe. */
public final class ChunkStore implements AutoCloseable {
  private ChunkStore() {}

  /**
   * Opens the replicas of a directory.
   *
   * @param directory whose
   * @param chunkSizeBytes the greatest length of a chunk
   * @throws StorageException if they cannot be read
   */
  public static ChunkStore open(DataDirectory directory, int chunkSizeBytes) {
    return new ChunkStore();
  }

  /** Returns every replica held, in the order of the ids. */
  public List<ChunkMessage.ReplicaInfo> held() {
    return List.of();
  }

  /**
   * Stores a version durably; makes the chunk, empty, if it is not held.
   *
   * @param chunk which
   * @param version its version from now on
   * @throws StorageException if the disk failed
   */
  public void storeVersion(ChunkId chunk, ChunkVersion version) {}

  /**
   * Writes bytes durably.
   *
   * @param chunk where
   * @param range which bytes of it
   * @param bytes what; as many as the range
   * @throws StorageException if the disk failed, or a block to be changed in part is corrupt
   */
  public void write(ChunkId chunk, ByteRange range, byte[] bytes) {}

  /**
   * Returns bytes whose checksums were verified; fewer at the end of the chunk.
   *
   * @param chunk where
   * @param range which bytes
   * @throws StorageException if a block is corrupt, the chunk is not held, or the disk failed
   */
  public byte[] read(ChunkId chunk, ByteRange range) {
    return new byte[0];
  }

  /**
   * Deletes a replica; does nothing if it is not held.
   *
   * @param chunk which
   * @throws StorageException if the disk failed
   */
  public void delete(ChunkId chunk) {}

  /** Returns how many bytes all replicas hold. */
  public long bytesHeld() {
    return 0;
  }

  /** Ends the use of the store. */
  @Override
  public void close() {}
}
