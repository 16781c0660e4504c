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
   * @param lengthBytes how many bytes the replica holds, which nothing of an older version changes
   *     any more; 0 if it does not matter
   */
  record GrantReply(boolean accepted, long lengthBytes) implements ChunkMessage {
    /**
     * Makes an answer in which the length does not matter.
     *
     * @param accepted true if the version is durable
     */
    public GrantReply(boolean accepted) {
      this(accepted, 0);
    }
  }

  /**
   * From the master to a primary: give the lease up and order nothing more under it [GFS §3.4].
   * Answered with {@link GrantReply} when all that was ordered before is finished; refused if this
   * node may yet be given that lease, which then ends by itself.
   *
   * @param chunk the chunk
   * @param version the version of the lease; older ones are given up, too
   */
  record Revoke(ChunkId chunk, ChunkVersion version) implements ChunkMessage {}

  /**
   * From a client to the primary: order a mutation [GFS §3.1 step 4].
   *
   * @param chunk the chunk
   * @param version the version that the client was told
   * @param mutation what
   */
  record Write(ChunkId chunk, ChunkVersion version, Mutation mutation) implements ChunkMessage {
    /**
     * Makes a forced write of pushed data.
     *
     * @param chunk the chunk
     * @param version the version that the client was told
     * @param range where; its length is that of the data
     * @param data which pushed data
     */
    public Write(ChunkId chunk, ChunkVersion version, ByteRange range, DataId data) {
      this(chunk, version, new Mutation.WriteData(range, data, true));
    }

    /** Returns which bytes are changed. */
    public ByteRange range() {
      return mutation.range();
    }
  }

  /**
   * From the primary to a secondary: apply a mutation in this order [GFS §3.1 step 5].
   *
   * @param chunk the chunk
   * @param version the version of the lease
   * @param serial the place in the primary's order, from 1 in every version, without gaps
   * @param mutation what; never an append, whose place the primary has chosen
   */
  record Mutate(ChunkId chunk, ChunkVersion version, long serial, Mutation mutation)
      implements ChunkMessage {
    /** Returns which bytes are changed. */
    public ByteRange range() {
      return mutation.range();
    }
  }

  /**
   * Answers {@link Write} and {@link Mutate}.
   *
   * @param code {@link ErrorCode#NONE} if it is applied, and durable if it is forced, on all
   *     replicas, or on this one; {@link ErrorCode#CHUNK_FULL} if the chunk was padded instead
   * @param failed the replicas that did not confirm, for a write
   * @param offset where an append went, -1 for everything else
   */
  record MutationReply(ErrorCode code, List<NodeId> failed, long offset) implements ChunkMessage {
    /** Copies the list. */
    public MutationReply {
      failed = List.copyOf(failed);
    }

    /**
     * Makes the answer to what is no append.
     *
     * @param code what became of it
     * @param failed the replicas that did not confirm
     */
    public MutationReply(ErrorCode code, List<NodeId> failed) {
      this(code, failed, -1);
    }
  }

  /**
   * From the master to every replica: make a copy of a chunk on the same disk, durable before the
   * answer [GFS §3.4]. Answered with {@link CopyReply}.
   *
   * @param from the chunk to copy; nobody orders mutations of it meanwhile
   * @param atLeast the version that its replica must have
   * @param to the new chunk
   * @param version the version of the new chunk
   * @param lengthBytes how many bytes of it to copy at most
   */
  record CloneChunk(
      ChunkId from, ChunkVersion atLeast, ChunkId to, ChunkVersion version, long lengthBytes)
      implements ChunkMessage {
    /**
     * Makes an order to copy all bytes.
     *
     * @param from the chunk to copy; nobody orders mutations of it meanwhile
     * @param atLeast the version that its replica must have
     * @param to the new chunk
     * @param version the version of the new chunk
     */
    public CloneChunk(ChunkId from, ChunkVersion atLeast, ChunkId to, ChunkVersion version) {
      this(from, atLeast, to, version, Long.MAX_VALUE);
    }
  }

  /**
   * From the master to a chunkserver: pull a whole replica from another one, verify it, and make it
   * durable before the answer [GFS §4.3]. Answered with {@link CopyReply}.
   *
   * @param chunk the chunk; a replica of it here that is older or corrupt is replaced
   * @param version the version that the source must have, and that the replica here will have
   * @param source whom to pull from
   */
  record CopyChunk(ChunkId chunk, ChunkVersion version, NodeId source) implements ChunkMessage {}

  /**
   * Answers {@link CloneChunk} and {@link CopyChunk}.
   *
   * @param code {@link ErrorCode#NONE} if the replica is durable
   */
  record CopyReply(ErrorCode code) implements ChunkMessage {}

  /**
   * From a client to any replica: read bytes.
   *
   * @param chunk the chunk
   * @param version the version that the client was told; an older replica refuses
   * @param range which bytes; less is returned at the end of the chunk
   */
  record Read(ChunkId chunk, ChunkVersion version, ByteRange range) implements ChunkMessage {}

  /**
   * From a chunkserver to the master, as a heartbeat: what it holds [GFS §2.4]. Answered with
   * {@link Orders}.
   *
   * @param term the term of the master that it is for; another one does not hear it
   * @param full true if {@code held} is all it holds, false if it is what changed since the report
   *     before
   * @param number counts the reports, each boot above all before it; a master does not hear an
   *     older one, and one that missed one wants a full one
   * @param held replicas on its disk that are not known to be corrupt
   * @param gone replicas that it held and holds no more; empty in a full report
   * @param corrupt replicas on its disk of which a block does not have its checksum
   * @param leasesWanted the chunks whose lease it holds, uses, and wants to keep
   * @param capacityBytes how many bytes it may hold, 0 if it does not know
   * @param usedBytes how many it holds
   */
  record ChunkReport(
      long term,
      boolean full,
      long number,
      List<ReplicaInfo> held,
      List<ChunkId> gone,
      List<ChunkId> corrupt,
      List<ChunkId> leasesWanted,
      long capacityBytes,
      long usedBytes)
      implements ChunkMessage {
    /** Copies the lists. */
    public ChunkReport {
      held = List.copyOf(held);
      gone = List.copyOf(gone);
      corrupt = List.copyOf(corrupt);
      leasesWanted = List.copyOf(leasesWanted);
    }

    /**
     * Returns this report with what the disk says of its room.
     *
     * @param room how much it may hold, and how much it holds
     */
    public ChunkReport withSpace(DiskRoom room) {
      return new ChunkReport(
          term,
          full,
          number,
          held,
          gone,
          corrupt,
          leasesWanted,
          room.capacityBytes(),
          room.usedBytes());
    }
  }

  /**
   * Answers {@link ChunkReport}: what the master wants of the chunkserver.
   *
   * @param garbage replicas that it may delete [GFS §4.4]
   * @param extended chunks whose lease it keeps, of those it wanted
   * @param lease how long from the moment at which the report left, on the chunkserver's clock, so
   *     that the holder never believes longer in a lease than the grantor
   * @param fullWanted true if its next report is to be a full one
   */
  record Orders(List<ChunkId> garbage, List<ChunkId> extended, Duration lease, boolean fullWanted)
      implements ChunkMessage {
    /** The master wants nothing. */
    public static final Orders NONE = new Orders(List.of(), List.of(), Duration.ZERO, false);

    /** Copies the lists. */
    public Orders {
      garbage = List.copyOf(garbage);
      extended = List.copyOf(extended);
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
