package org.quorama.chunk;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.ErrorCode;

/** What masters, clients and chunkservers say to each other about chunks. */
public sealed interface ChunkMessage extends Serializable {
  /**
   * From the master to every replica: make this version durable before you answer; the primary also
   * holds the lease from the moment it receives this. A chunk that does not exist is made, empty,
   * if {@code fresh}.
   *
   * @param chunk the chunk
   * @param version the new version, greater than that of the replica
   * @param fresh true if no replica holds data yet
   * @param primary who orders mutations
   * @param replicas all replicas of this version, the primary included
   * @param lease how long the primary may order mutations
   */
  record Grant(
      ChunkId chunk,
      ChunkVersion version,
      boolean fresh,
      NodeId primary,
      List<NodeId> replicas,
      Duration lease)
      implements ChunkMessage {
    /** Copies the list. */
    public Grant {
      replicas = List.copyOf(replicas);
    }
  }

  /**
   * Answers {@link Grant}.
   *
   * @param accepted true if the version is durable
   */
  record GrantReply(boolean accepted) implements ChunkMessage {}

  /**
   * From a client to the primary: write pushed data [GFS §3.1 step 4].
   *
   * @param chunk the chunk
   * @param version the version that the client was told
   * @param range where; its length is that of the data
   * @param data which pushed data
   */
  record Write(ChunkId chunk, ChunkVersion version, ByteRange range, DataId data)
      implements ChunkMessage {}

  /**
   * From the primary to a secondary: apply a mutation in this order [GFS §3.1 step 5].
   *
   * @param chunk the chunk
   * @param version the version of the lease
   * @param serial the place in the primary's order, from 1 in every version, without gaps
   * @param range where
   * @param data which pushed data
   */
  record Mutate(ChunkId chunk, ChunkVersion version, long serial, ByteRange range, DataId data)
      implements ChunkMessage {}

  /**
   * Answers {@link Write} and {@link Mutate}.
   *
   * @param code {@link ErrorCode#NONE} if the data is durable on all replicas, or on this one
   * @param failed the replicas that did not confirm, for a write
   */
  record MutationReply(ErrorCode code, List<NodeId> failed) implements ChunkMessage {
    /** Copies the list. */
    public MutationReply {
      failed = List.copyOf(failed);
    }
  }

  /**
   * From a client to any replica: read bytes.
   *
   * @param chunk the chunk
   * @param version the version that the client was told; an older replica refuses
   * @param range which bytes; less is returned at the end of the chunk
   */
  record Read(ChunkId chunk, ChunkVersion version, ByteRange range) implements ChunkMessage {}

  /**
   * From a chunkserver to the master, as a heartbeat: what it holds [GFS §2.4].
   *
   * @param held every replica on its disk
   */
  record ChunkReport(List<ReplicaInfo> held) implements ChunkMessage {
    /** Copies the list. */
    public ChunkReport {
      held = List.copyOf(held);
    }
  }

  /**
   * One replica in a report.
   *
   * @param chunk the chunk
   * @param version the durable version
   * @param lengthBytes how many bytes it holds
   */
  record ReplicaInfo(ChunkId chunk, ChunkVersion version, long lengthBytes)
      implements Serializable {}
}
