package org.quorama.chunk;

import java.io.Serializable;

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

  /**
   * Writes pushed data at an offset.
   *
   * @param range where; its length is that of the data
   * @param data which pushed data
   * @param force whether it is durable before it is answered
   */
  record WriteData(ByteRange range, DataId data, boolean force) implements Mutation {}

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
