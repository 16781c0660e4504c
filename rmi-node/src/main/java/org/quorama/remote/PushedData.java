package org.quorama.remote;

import java.io.Serializable;
import java.util.List;
import org.quorama.chunk.DataId;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;

/**
 * Bytes on their way along a chain of chunkservers [GFS §3.2].
 *
 * @param id what a mutation will call them
 * @param bytes at most {@link #MAX_BYTES}
 * @param crc32c of the bytes
 * @param next to whom the receiver pushes on, nearest first
 */
public record PushedData(DataId id, Bytes bytes, int crc32c, List<NodeId> next)
    implements Serializable {
  /** The most bytes of one push. */
  public static final int MAX_BYTES = 1 << 20;

  /**
   * Checks the bounds, also on arrival.
   *
   * @throws IllegalArgumentException if there are too many bytes or hops
   */
  public PushedData {
    next = List.copyOf(next);
    if (bytes.length() > MAX_BYTES || next.size() > 16) {
      throw new IllegalArgumentException("A push has at most 1 MiB and 16 hops");
    }
  }
}
