package org.quorama.metadata.operation;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;

/** What an operation that succeeded answers. */
public sealed interface OperationValue extends Serializable {
  /** Nothing but success. */
  record Done() implements OperationValue {}

  /**
   * What a path is.
   *
   * @param path the path
   * @param directory true for a directory
   * @param lengthBytes the acknowledged length of a file, 0 for a directory
   * @param chunks how many chunks a file has, 0 for a directory
   * @param createdIndex the Raft index that made it
   * @param sync when the bytes of a file are forced, ALWAYS for a directory
   */
  record Attributes(
      FilePath path,
      boolean directory,
      long lengthBytes,
      int chunks,
      long createdIndex,
      SyncMode sync)
      implements OperationValue {
    /**
     * Describes a path whose bytes are always forced.
     *
     * @param path the path
     * @param directory true for a directory
     * @param lengthBytes the acknowledged length of a file, 0 for a directory
     * @param chunks how many chunks a file has, 0 for a directory
     * @param createdIndex the Raft index that made it
     */
    public Attributes(
        FilePath path, boolean directory, long lengthBytes, int chunks, long createdIndex) {
      this(path, directory, lengthBytes, chunks, createdIndex, SyncMode.ALWAYS);
    }
  }

  /**
   * The entries of a directory, by name.
   *
   * @param entries what is in it
   */
  record Listing(List<Attributes> entries) implements OperationValue {
    /** Copies the list. */
    public Listing {
      entries = List.copyOf(entries);
    }
  }

  /**
   * Where one chunk is.
   *
   * @param chunk the chunk
   * @param version the version that a current replica has
   * @param primary who holds or last held the lease
   * @param replicas the nodes that reported this version, or were granted it, by id
   */
  record ChunkLocation(ChunkId chunk, ChunkVersion version, NodeId primary, List<NodeId> replicas)
      implements Serializable {
    /** Copies the list. */
    public ChunkLocation {
      replicas = List.copyOf(replicas);
    }
  }

  /**
   * Where the chunks of a file are.
   *
   * @param lengthBytes the acknowledged length of the file
   * @param chunkSizeBytes the size of every chunk but the last
   * @param chunks one location a chunk, in order
   */
  record Locations(long lengthBytes, int chunkSizeBytes, List<ChunkLocation> chunks)
      implements OperationValue {
    /** Copies the list. */
    public Locations {
      chunks = List.copyOf(chunks);
    }
  }

  /**
   * A chunk that may be written through its primary until the lease ends.
   *
   * @param location where it is; writes go to its primary and must reach all its replicas
   * @param chunkSizeBytes the size of a chunk
   */
  record WritableChunk(ChunkLocation location, int chunkSizeBytes) implements OperationValue {}

  /**
   * A session was opened.
   *
   * @param session its name in the ids of requests: the Raft index that opened it
   * @param timeout how long it may be silent before it ends
   */
  record SessionOpened(long session, Duration timeout) implements OperationValue {}

  /**
   * An attribute of a file or directory.
   *
   * @param version the Raft index at which it was set last
   * @param value its value
   */
  record Attribute(long version, Bytes value) implements OperationValue {}

  /**
   * What can be undeleted, oldest first.
   *
   * @param entries one of each
   */
  record Deleted(List<DeletedEntry> entries) implements OperationValue {
    /** Copies the list. */
    public Deleted {
      entries = List.copyOf(entries);
    }
  }

  /**
   * One deleted file, or one directory deleted with all below it.
   *
   * @param path where it was
   * @param now what it is now, under its hidden path {@code /.deleted/<index>-<escaped path>}, at
   *     which it can be read
   * @param deletedIndex the Raft index that deleted it
   */
  record DeletedEntry(FilePath path, Attributes now, long deletedIndex) implements Serializable {}
}
