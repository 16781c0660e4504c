package org.quorama.metadata;

import java.time.Duration;
import java.util.List;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.HealthClass;
import org.quorama.metadata.operation.ServerState;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;

/** What a master decided or learnt, for the trace. */
public sealed interface MasterFact {
  /**
   * Every node applied a command to its namespace.
   *
   * @param index its index
   * @param command the encoded command; {@link MetadataCommand#describe} puts it into words
   * @param digest the digest of the state after it
   */
  record CommandApplied(long index, Bytes command, long digest) implements MasterFact {}

  /**
   * The state was replaced by a snapshot's.
   *
   * @param index the last index that it contains
   * @param digest the digest of the state now
   */
  record StateRestored(long index, long digest) implements MasterFact {}

  /**
   * A chunk was placed.
   *
   * @param path the file
   * @param chunkIndex which chunk of it, from 0
   * @param chunk its id
   * @param replicas where it goes
   */
  record ChunkPlaced(FilePath path, int chunkIndex, ChunkId chunk, List<NodeId> replicas)
      implements MasterFact {
    /** Copies the list. */
    public ChunkPlaced {
      replicas = List.copyOf(replicas);
    }
  }

  /**
   * A lease was granted and is durable on every replica of the new version.
   *
   * @param chunk the chunk
   * @param version the new version
   * @param primary who holds the lease
   * @param length how long from now
   */
  record LeaseGranted(ChunkId chunk, ChunkVersion version, NodeId primary, Duration length)
      implements MasterFact {}

  /**
   * A chunkserver fell silent or came back.
   *
   * @param node which
   * @param alive true if it came back
   */
  record ChunkserverSeen(NodeId node, boolean alive) implements MasterFact {}

  /**
   * The replicas known of a chunk changed by a report.
   *
   * @param chunk the chunk
   * @param version the version they hold
   * @param replicas who holds it
   */
  record ReplicasLearnt(ChunkId chunk, ChunkVersion version, List<NodeId> replicas)
      implements MasterFact {
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
  record CopyOrdered(ChunkId chunk, ChunkVersion version, NodeId from, NodeId to, String cause)
      implements MasterFact {}

  /**
   * A copy of a replica ended.
   *
   * @param chunk the chunk
   * @param version the version that was to be copied
   * @param to who was to have it
   * @param code NONE if the copy is durable there
   */
  record CopyDone(ChunkId chunk, ChunkVersion version, NodeId to, ErrorCode code)
      implements MasterFact {}

  /**
   * A replica is no longer one of a chunk's: its server may delete it.
   *
   * @param chunk the chunk
   * @param node who holds it
   * @param cause why
   */
  record ReplicaTrimmed(ChunkId chunk, NodeId node, String cause) implements MasterFact {}

  /**
   * A replica was reported as corrupt.
   *
   * @param chunk the chunk
   * @param node who holds it
   */
  record ReplicaCorrupt(ChunkId chunk, NodeId node) implements MasterFact {}

  /**
   * The leader entered or left safe mode.
   *
   * @param on true if it entered
   * @param known how many chunks have a reported current replica
   * @param total how many chunks there are
   */
  record SafeModeChanged(boolean on, long known, long total) implements MasterFact {}

  /**
   * The health of a chunk changed.
   *
   * @param chunk the chunk
   * @param health its class now
   */
  record HealthChanged(ChunkId chunk, HealthClass health) implements MasterFact {}

  /**
   * A chunkserver that is taken out of service changed its state.
   *
   * @param node which
   * @param state its state now
   */
  record ServerStateChanged(NodeId node, ServerState state) implements MasterFact {}
}
