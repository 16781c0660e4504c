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

  /**
   * A replica is to be copied.
   *
   * @param chunk the chunk
   * @param version the version to copy
   * @param from who has it
   * @param to who is to have it
   * @param cause why
   */
  record CopyOrdered(String chunk, long version, NodeId from, NodeId to, String cause)
      implements MasterTrace {}

  /**
   * A copy of a replica ended.
   *
   * @param chunk the chunk
   * @param version the version that was to be copied
   * @param to who was to have it
   * @param code NONE if the copy is durable there
   */
  record CopyDone(String chunk, long version, NodeId to, String code) implements MasterTrace {}

  /**
   * A replica is no longer one of a chunk's: its server may delete it.
   *
   * @param chunk the chunk
   * @param node who holds it
   * @param cause why
   */
  record ReplicaTrimmed(String chunk, NodeId node, String cause) implements MasterTrace {}

  /**
   * A replica was reported as corrupt.
   *
   * @param chunk the chunk
   * @param node who holds it
   */
  record ReplicaCorrupt(String chunk, NodeId node) implements MasterTrace {}

  /**
   * The leader entered or left safe mode.
   *
   * @param on true if it entered
   * @param known how many chunks have a reported current replica
   * @param total how many chunks there are
   */
  record SafeModeChanged(boolean on, long known, long total) implements MasterTrace {}

  /**
   * The health of a chunk changed.
   *
   * @param chunk the chunk
   * @param health its class now
   */
  record HealthChanged(String chunk, String health) implements MasterTrace {}

  /**
   * A chunkserver that is taken out of service changed its state.
   *
   * @param node which
   * @param state its state now
   */
  record ServerStateChanged(NodeId node, String state) implements MasterTrace {}
}
