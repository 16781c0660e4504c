package org.quorama.chunk;

import java.io.Serializable;
import java.util.HexFormat;

/**
 * Names a chunk for ever; never used again, even after a delete [GFS §2.3]. Immutable.
 *
 * @param value given by the replicated namespace, from 1
 */
public record ChunkId(long value) implements Comparable<ChunkId>, Serializable {
  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if the value is not positive
   */
  public ChunkId {
    if (value < 1) {
      throw new IllegalArgumentException("A chunk id is at least 1");
    }
  }

  @Override
  public int compareTo(ChunkId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return "c" + HexFormat.of().withUpperCase().toHexDigits(value, 4);
  }
}
