package org.quorama.trace;

import java.util.List;
import org.quorama.cluster.NodeId;

/** What the master decided or learnt. Chunk ids in their text form, {@code c00000001}. */
public sealed interface MasterTrace extends TraceDetail {
  /**
   * A chunk was placed.
   *
   * @param path the file
   * @param chunkIndex which chunk of it, from 0
   * @param chunk its id
   * @param replicas where it goes
   */
  record ChunkPlaced(String path, int chunkIndex, String chunk, List<NodeId> replicas)
      implements MasterTrace {
    /** Copies the list. */
    public ChunkPlaced {
      replicas = List.copyOf(replicas);
    }
  }

  /**
   * A lease was granted.
   *
   * @param chunk the chunk
   * @param version its version from now on
   * @param primary who holds the lease
   * @param replicas who has the version
   * @param lengthNanos how long from now
   */
  record LeaseGranted(
      String chunk, long version, NodeId primary, List<NodeId> replicas, long lengthNanos)
      implements MasterTrace {
    /** Copies the list. */
    public LeaseGranted {
      replicas = List.copyOf(replicas);
    }
  }

  /**
   * A chunkserver fell silent or came back.
   *
   * @param chunkserver which
   * @param alive true if it came back
   */
  record ChunkserverSeen(NodeId chunkserver, boolean alive) implements MasterTrace {}

  /**
   * The current replicas known of a chunk.
   *
   * @param chunk the chunk
   * @param version the version they hold
   * @param replicas who
   */
  record ReplicasLearnt(String chunk, long version, List<NodeId> replicas) implements MasterTrace {
    /** Copies the list. */
    public ReplicasLearnt {
      replicas = List.copyOf(replicas);
    }
  }
}
