package org.quorama.remote;

import java.nio.ByteBuffer;
import java.util.List;
import org.quorama.chunk.DataId;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;
import org.quorama.storage.BlockSums;

/**
 * Bytes on their way along a chain of chunkservers [GFS §3.2]. Immutable as long as nobody writes
 * to the memory of the bytes, which may be outside the heap and is not copied.
 *
 * @param id what a mutation will call them
 * @param bytes at most {@link #MAX_BYTES}; every caller gets a view of its own
 * @param sums of the bytes, by whoever made them
 * @param next to whom the receiver has it pushed on, who is nearest to it first
 */
public record PushedData(DataId id, ByteBuffer bytes, BlockSums sums, List<NodeId> next) {
  /** The most bytes of one push. */
  public static final int MAX_BYTES = 1 << 20;

  /**
   * Checks the bounds, also on arrival.
   *
   * @throws IllegalArgumentException if there are too many bytes or hops
   */
  public PushedData {
    next = List.copyOf(next);
    if (bytes.remaining() > MAX_BYTES || next.size() > 16) {
      throw new IllegalArgumentException("A push has at most 1 MiB and 16 hops");
    }
  }

  /**
   * Makes data of its bytes.
   *
   * @param id what a mutation will call them
   * @param bytes at most {@link #MAX_BYTES}
   * @param next to whom the receiver has it pushed on
   */
  public static PushedData of(DataId id, Bytes bytes, List<NodeId> next) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes.unsafeArray());
    return new PushedData(id, buffer, BlockSums.of(buffer), next);
  }

  @Override
  public ByteBuffer bytes() {
    return bytes.duplicate();
  }

  /** Returns how many bytes there are. */
  public int length() {
    return bytes.remaining();
  }

  /** Tells whether the bytes are those that were sent. */
  public boolean isIntact() {
    return sums.areOf(bytes);
  }

  /**
   * Returns the same data for the rest of its chain.
   *
   * @param rest to whom the next receiver pushes on
   */
  public PushedData onward(List<NodeId> rest) {
    return new PushedData(id, bytes, sums, rest);
  }
}
