package org.quorama.metadata.operation;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
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
   * @param modifiedMillis when it was changed last, in milliseconds since 1970, as the client said
   *     who changed it by setting the attribute {@link #MODIFIED}; 0 if nobody did
   */
  record Attributes(
      FilePath path,
      boolean directory,
      long lengthBytes,
      int chunks,
      long createdIndex,
      SyncMode sync,
      long modifiedMillis)
      implements OperationValue {
    /**
     * The attribute that says when a file or directory was changed last: 8 bytes, the highest
     * first. Only clients know a time of day, so that it is as right as their clocks.
     */
    public static final String MODIFIED = "modified";

    /**
     * Describes a path that nobody gave a time.
     *
     * @param path the path
     * @param directory true for a directory
     * @param lengthBytes the acknowledged length of a file, 0 for a directory
     * @param chunks how many chunks a file has, 0 for a directory
     * @param createdIndex the Raft index that made it
     * @param sync when the bytes of a file are forced, ALWAYS for a directory
     */
    public Attributes(
        FilePath path,
        boolean directory,
        long lengthBytes,
        int chunks,
        long createdIndex,
        SyncMode sync) {
      this(path, directory, lengthBytes, chunks, createdIndex, sync, 0);
    }

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

    /**
     * Returns the way that data takes.
     *
     * @return the replicas, the primary before all others
     */
    public List<NodeId> primaryFirst() {
      ArrayList<NodeId> way = new ArrayList<>(replicas);
      way.remove(primary);
      way.add(0, primary);
      return way;
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
   * @param sync when its bytes are forced: as the file says whose chunk it is
   */
  record WritableChunk(ChunkLocation location, int chunkSizeBytes, SyncMode sync)
      implements OperationValue {
    /**
     * Describes a chunk whose bytes are always forced.
     *
     * @param location where it is
     * @param chunkSizeBytes the size of a chunk
     */
    public WritableChunk(ChunkLocation location, int chunkSizeBytes) {
      this(location, chunkSizeBytes, SyncMode.ALWAYS);
    }
  }

  /**
   * Chunks that a session reserved; none of their replicas is there yet.
   *
   * @param locations where each is to be, in its first version
   * @param chunkSizeBytes the size of a chunk
   */
  record ReservedChunks(List<ChunkLocation> locations, int chunkSizeBytes)
      implements OperationValue {
    /** Copies the list. */
    public ReservedChunks {
      locations = List.copyOf(locations);
    }
  }

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

  /**
   * The room of the chunkservers, by id.
   *
   * @param servers one for each that was ever heard of by this leader, or is being drained
   */
  record Space(List<ServerSpace> servers) implements OperationValue {
    /** Copies the list. */
    public Space {
      servers = List.copyOf(servers);
    }
  }

  /**
   * The room of one chunkserver.
   *
   * @param node which
   * @param capacityBytes how much it can hold, 0 if unknown
   * @param usedBytes how much it holds
   * @param replicas how many replicas it holds
   * @param state whether it serves
   * @param rack its label
   */
  record ServerSpace(
      NodeId node, long capacityBytes, long usedBytes, int replicas, ServerState state, String rack)
      implements Serializable {}

  /**
   * The health of chunks, by id.
   *
   * @param chunks at most as many as were asked for
   * @param more true if there are more behind the last
   */
  record ChunkHealthList(List<ChunkHealth> chunks, boolean more) implements OperationValue {
    /** Copies the list. */
    public ChunkHealthList {
      chunks = List.copyOf(chunks);
    }
  }

  /**
   * The health of one chunk.
   *
   * @param path a file that has it; the first by path if several do
   * @param index which chunk of the file, from 0
   * @param chunk its id
   * @param version the version that a current replica has
   * @param health the worst class that fits
   * @param leased true if a primary may order mutations
   * @param replicas every replica that is known, by node
   */
  record ChunkHealth(
      FilePath path,
      int index,
      ChunkId chunk,
      ChunkVersion version,
      HealthClass health,
      boolean leased,
      List<ReplicaHealth> replicas)
      implements Serializable {
    /** Copies the list. */
    public ChunkHealth {
      replicas = List.copyOf(replicas);
    }
  }

  /**
   * One known replica.
   *
   * @param node who holds it
   * @param version its durable version
   * @param lengthBytes how many bytes it holds, as reported last
   * @param state what it is good for
   */
  record ReplicaHealth(NodeId node, ChunkVersion version, long lengthBytes, ReplicaState state)
      implements Serializable {
    /** What a replica is good for. */
    public enum ReplicaState {
      /** Current, and its server lives. */
      CURRENT,
      /** Of an older version. */
      STALE,
      /** Its server found a block without its checksum. */
      CORRUPT,
      /** Its server is silent. */
      SILENT
    }
  }

  /**
   * The safe mode of the leader.
   *
   * @param on true while nothing is copied, trimmed, collected or balanced
   * @param manual true if it was entered by hand
   * @param known how many chunks have a current replica that was reported to this leader
   * @param total how many chunks there are
   * @param threshold the share of chunks that must be known before it ends by itself, 0 to 1
   */
  record SafeModeState(boolean on, boolean manual, long known, long total, double threshold)
      implements OperationValue {}
}
