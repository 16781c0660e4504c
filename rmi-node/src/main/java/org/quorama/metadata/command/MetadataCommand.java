package org.quorama.metadata.command;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.metadata.operation.OperationValue.ChunkLocation;
import org.quorama.metadata.operation.RequestId;
import org.quorama.protocol.Bytes;

/** What the log of the master carries: every change of the replicated namespace. */
public sealed interface MetadataCommand {
  /**
   * Who is to hold which version of a chunk.
   *
   * @param version the version
   * @param primary who orders mutations under it
   * @param replicas who holds it, the primary included
   */
  record Placement(ChunkVersion version, NodeId primary, List<NodeId> replicas) {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if the primary holds no replica
     */
    public Placement {
      replicas = List.copyOf(replicas);
      if (!replicas.contains(primary)) {
        throw new IllegalArgumentException("A primary holds a replica, unlike " + primary);
      }
    }

    /**
     * Returns it as clients see it, its replicas by id.
     *
     * @param chunk whose placement it is
     */
    public ChunkLocation locationOf(ChunkId chunk) {
      return new ChunkLocation(chunk, version, primary, replicas.stream().sorted().toList());
    }

    /**
     * Writes it.
     *
     * @param to where to
     */
    public void write(CommandWriter to) {
      to.writeLong(version.number());
      to.writeText(primary.value());
      to.writeNodes(replicas);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param from where from
     * @throws IllegalArgumentException if it is no placement
     */
    public static Placement read(CommandReader from) {
      ChunkVersion version = new ChunkVersion(from.readLong());
      return new Placement(version, from.readNode(), from.readNodes());
    }
  }

  /**
   * Performs a client's mutation, once for each request id.
   *
   * @param id the request
   * @param acknowledgedUpTo the client has the answers up to this sequence
   * @param mutation what to do; never {@link FileOperation.OpenChunk}
   */
  record Perform(RequestId id, long acknowledgedUpTo, FileOperation.Mutation mutation)
      implements MetadataCommand {
    /**
     * Makes a command that acknowledges nothing.
     *
     * @param id the request
     * @param mutation what to do
     */
    public Perform(RequestId id, FileOperation.Mutation mutation) {
      this(id, 0, mutation);
    }

    /**
     * Returns the command that a request asks for.
     *
     * @param request who asks, and what answers its client has
     * @param mutation what it asks for
     */
    public static Perform of(OperationRequest request, FileOperation.Mutation mutation) {
      return new Perform(request.id(), request.acknowledgedUpTo(), mutation);
    }
  }

  /**
   * Gives a file its next chunk. Takes effect only if the id is new and the index is the next.
   *
   * @param path the file
   * @param chunkIndex the index of the new chunk, from 0
   * @param chunk its id, never used before
   * @param placement where its first version goes
   */
  record PlaceChunk(FilePath path, int chunkIndex, ChunkId chunk, Placement placement)
      implements MetadataCommand {}

  /**
   * Raises the version of a chunk, before any replica learns it [GFS §4.5]. Takes effect only if
   * the version is the next and the confirmed one is still that by which the replicas were chosen:
   * who held all of an older one may lack what was acknowledged since.
   *
   * @param chunk the chunk
   * @param placement the new version and who is to hold it
   * @param confirmed the number of the confirmed version when they were chosen, 0 if there was none
   */
  record GrantLease(ChunkId chunk, Placement placement, long confirmed)
      implements MetadataCommand {}

  /**
   * Raises the version of a chunk without a lease, so that nobody writes under an older one while
   * it is copied [GFS §4.3]. Unlike {@link GrantLease} also that of a chunk that is shared or
   * frozen: its bytes stay as they are. Takes effect under the same conditions.
   *
   * @param chunk the chunk
   * @param placement the new version and who is to hold it
   * @param confirmed the number of the confirmed version when they were chosen, 0 if there was none
   */
  record FenceChunk(ChunkId chunk, Placement placement, long confirmed)
      implements MetadataCommand {}

  /**
   * States that a version is durable on all its replicas: from now on replicas with lower versions
   * are stale. Takes effect only for the version granted last.
   *
   * @param chunk the chunk
   * @param version the version
   */
  record ConfirmGrant(ChunkId chunk, ChunkVersion version) implements MetadataCommand {}

  /**
   * States that a version of the last chunk of a file is durable on all its replicas, which hold at
   * least so many bytes; the file has at least that length. Takes effect only for the version
   * granted last.
   *
   * @param path the file
   * @param chunk its last chunk
   * @param version the version
   * @param chunkBytes how many bytes all replicas hold
   * @param isCut true if some hold more, which does not count
   */
  record SettleLength(
      FilePath path, ChunkId chunk, ChunkVersion version, long chunkBytes, boolean isCut)
      implements MetadataCommand {}

  /**
   * Performs a mutation that no lease may outlive, such as {@link FileOperation.Snapshot}: all
   * leases of the chunks that it is about had ended when a leader looked. Takes effect only if
   * nothing was granted and nothing was moved since; otherwise its result is STALE_VERSION, which
   * its session does not remember.
   *
   * @param perform what to do
   * @param checkedIndex the index of the state that the leader looked at
   */
  record PerformUnleased(Perform perform, long checkedIndex) implements MetadataCommand {}

  /**
   * Reserves chunks for the session of a request. An id that was used meanwhile is replaced by the
   * next free one.
   *
   * @param perform a {@link FileOperation.ReserveChunks}
   * @param chunks the chunks
   */
  record ReservePlaced(Perform perform, List<PlacedChunk> chunks) implements MetadataCommand {
    /** Copies the list. */
    public ReservePlaced {
      chunks = List.copyOf(chunks);
    }
  }

  /**
   * A chunk that nobody has yet.
   *
   * @param chunk its id, unless it was used
   * @param placement where its first version goes
   */
  record PlacedChunk(ChunkId chunk, Placement placement) {}

  /**
   * Names one copy of a chunk that is to take its place in a file [GFS §3.4].
   *
   * @param path the file
   * @param chunkIndex which chunk of it, from 0
   * @param from the chunk that the file has
   * @param to the copy
   */
  record ChunkCopy(FilePath path, int chunkIndex, ChunkId from, ChunkId to) {}

  /**
   * Gives a copy of a chunk its id, before any replica of it is made. A copy for the same place
   * that was not finished is given up.
   *
   * @param copy which copy; its id was never used before
   * @param placement where its replicas are to be, and their first version
   */
  record StartClone(ChunkCopy copy, Placement placement) implements MetadataCommand {}

  /**
   * States that a copy is durable on all its replicas: it takes its place in the file, which no
   * longer refers to what it was copied from.
   *
   * @param copy which copy
   */
  record EndClone(ChunkCopy copy) implements MetadataCommand {}

  /**
   * Removes for good what was deleted: its chunks belong to nobody, unless others share them.
   *
   * @param deletedIndexes the indexes that deleted it; those that are gone already do not matter
   */
  record ExpireDeleted(List<Long> deletedIndexes) implements MetadataCommand {
    /** Copies the list. */
    public ExpireDeleted {
      deletedIndexes = List.copyOf(deletedIndexes);
    }
  }

  /**
   * Adds a complete copy to the replicas of a version. Takes effect only if this version is both
   * the one granted last and the confirmed one.
   *
   * @param chunk the chunk
   * @param version the version that was copied
   * @param node who holds the copy
   */
  record JoinReplica(ChunkId chunk, ChunkVersion version, NodeId node) implements MetadataCommand {}

  /**
   * Takes a replica out of a version, before its server is told to delete it. Takes effect only if
   * this version is both the one granted last and the confirmed one, and others remain.
   *
   * @param chunk the chunk
   * @param version the version
   * @param node who is to hold it no more
   */
  record RetireReplica(ChunkId chunk, ChunkVersion version, NodeId node)
      implements MetadataCommand {}

  /**
   * Raises the version granted last to one that a replica was found to have, so that no two leases
   * share a version. Takes effect only if it is higher.
   *
   * @param chunk the chunk
   * @param version the version that was found
   */
  record AdoptVersion(ChunkId chunk, ChunkVersion version) implements MetadataCommand {}

  /**
   * Does what another command does, unless there would be more files and directories than there may
   * be: then its result is NAMESPACE_FULL. The bound is in the log, so that all nodes decide alike
   * whatever their settings are.
   *
   * @param command a {@link Perform}, {@link PerformUnleased} or {@link ReservePlaced}
   * @param maxEntries how many files and directories there may be
   */
  record Bounded(MetadataCommand command, int maxEntries) implements MetadataCommand {
    /**
     * Checks the command.
     *
     * @throws IllegalArgumentException if it performs no mutation of a client
     */
    public Bounded {
      if (performOf(command).isEmpty()) {
        throw new IllegalArgumentException("Not bounded: " + command);
      }
    }
  }

  /**
   * Returns the client's mutation in a command, empty if there is none.
   *
   * @param command any command
   */
  static Optional<Perform> performOf(MetadataCommand command) {
    if (command instanceof Perform perform) {
      return Optional.of(perform);
    } else if (command instanceof PerformUnleased unleased) {
      return Optional.of(unleased.perform());
    }
    return command instanceof ReservePlaced reserve
        ? Optional.of(reserve.perform())
        : Optional.empty();
  }

  /**
   * Opens a session that is named by the index of this command [Dissertation §6.3].
   *
   * @param timeout how long it may be silent
   */
  record OpenSession(Duration timeout) implements MetadataCommand {}

  /**
   * Ends a session, at the same index on all nodes.
   *
   * @param session which
   * @param cause why
   */
  record EndSession(long session, EndCause cause) implements MetadataCommand {}

  /** Why a session ends. */
  enum EndCause {
    /** Its client closed it. */
    CLOSED,
    /** The leader did not hear of its client for too long. */
    EXPIRED
  }

  /**
   * Encodes a command.
   *
   * @param command what to encode
   * @throws IllegalArgumentException if it is a mutation that does not belong in the log
   */
  static Bytes encode(MetadataCommand command) {
    return CommandCodec.encode(command);
  }

  /**
   * Decodes a command.
   *
   * @param encoded what {@link #encode} returned
   * @throws IllegalArgumentException if the bytes are no command
   */
  static MetadataCommand decode(Bytes encoded) {
    return CommandCodec.decode(encoded);
  }

  /**
   * Puts an encoded command into words for people: {@code mkdir /a}.
   *
   * @param encoded a command, or bytes that are none
   */
  static String describe(Bytes encoded) {
    try {
      return CommandWords.of(decode(encoded));
    } catch (IllegalArgumentException e) {
      return "unreadable command of " + encoded;
    }
  }
}
