package org.quorama.chunk;

import java.io.Serializable;
import java.util.List;
import org.quorama.cluster.NodeId;

/** What a primary orders for a chunk, the same on all replicas [GFS §3.1]. */
public sealed interface Mutation extends Serializable {
  /**
   * Returns the bytes that are changed, counted from 0 while nobody has chosen where an append
   * goes; empty, at the new end, if the chunk is cut off.
   */
  ByteRange range();

  /**
   * Tells whether this mutation and all that were ordered before it are durable before it is
   * answered. What is not forced is applied, and durable after the next one that is.
   */
  boolean force();

  /** Returns what is done to the bytes of a replica that is there. */
  default Mutation stored() {
    return this;
  }

  /**
   * Writes pushed data at an offset.
   *
   * @param range where; its length is that of the data
   * @param data which pushed data
   * @param force whether it is durable before it is answered
   */
  record WriteData(ByteRange range, DataId data, boolean force) implements Mutation {}

  /**
   * Makes a chunk that nobody was granted yet, in its first version, with its first bytes. No lease
   * is needed: only the client that was told of the new chunk has anything to order, and only this.
   * A replica that is there already, in whatever version, refuses. Differs from [GFS §3.1].
   *
   * @param write the bytes
   * @param replicas who is to hold the chunk, the primary first
   */
  record FirstWrite(WriteData write, List<NodeId> replicas) implements Mutation {
    /** Copies the list. */
    public FirstWrite {
      replicas = List.copyOf(replicas);
    }

    @Override
    public ByteRange range() {
      return write.range();
    }

    @Override
    public boolean force() {
      return write.force();
    }

    boolean isPrimary(NodeId node) {
      return !replicas.isEmpty() && replicas.get(0).equals(node);
    }

    @Override
    public Mutation stored() {
      return write;
    }
  }

  /**
   * Appends pushed data at an offset that the primary chooses; only in a client's request. The
   * primary orders a {@link WriteData}, or a {@link Pad} if the chunk has too little room.
   *
   * @param lengthBytes the length of the data, at most a quarter of a chunk [GFS §3.3]
   * @param data which pushed data
   * @param force whether it is durable before it is answered
   */
  record AppendData(int lengthBytes, DataId data, boolean force) implements Mutation {
    /**
     * Checks the length.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public AppendData {
      checkLength(lengthBytes);
    }

    @Override
    public ByteRange range() {
      return new ByteRange(0, lengthBytes);
    }
  }

  /**
   * Fills the rest of a chunk with zeros, so that a record goes to the next one [GFS §3.3].
   *
   * @param range from the present end to the end of the chunk
   */
  record Pad(ByteRange range) implements Mutation {
    @Override
    public boolean force() {
      return true;
    }
  }

  /**
   * Cuts off what is behind a length; does nothing if the chunk is not longer.
   *
   * @param lengthBytes how many bytes stay
   */
  record Truncate(long lengthBytes) implements Mutation {
    /**
     * Checks the length.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Truncate {
      checkLength(lengthBytes);
    }

    @Override
    public ByteRange range() {
      return new ByteRange(lengthBytes, 0);
    }

    @Override
    public boolean force() {
      return true;
    }
  }

  /** Changes nothing; makes durable what was ordered before. */
  record Sync() implements Mutation {
    @Override
    public ByteRange range() {
      return new ByteRange(0, 0);
    }

    @Override
    public boolean force() {
      return true;
    }
  }

  private static void checkLength(long lengthBytes) {
    if (lengthBytes < 0) {
      throw new IllegalArgumentException("A length is not negative");
    }
  }
}
