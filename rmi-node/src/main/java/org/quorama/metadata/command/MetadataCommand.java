package org.quorama.metadata.command;

import java.time.Duration;
import java.util.List;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
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
   * the version is the next.
   *
   * @param chunk the chunk
   * @param placement the new version and who is to hold it
   */
  record GrantLease(ChunkId chunk, Placement placement) implements MetadataCommand {}

  /**
   * States that a version is durable on all its replicas: from now on replicas with lower versions
   * are stale. Takes effect only for the version granted last.
   *
   * @param chunk the chunk
   * @param version the version
   */
  record ConfirmGrant(ChunkId chunk, ChunkVersion version) implements MetadataCommand {}

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
