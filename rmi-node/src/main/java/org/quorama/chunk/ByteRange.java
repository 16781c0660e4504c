package org.quorama.chunk;

import java.io.Serializable;

/**
 * A range of bytes in a chunk. Immutable.
 *
 * @param offset the first byte, from 0
 * @param length how many, at least 0
 */
public record ByteRange(long offset, int length) implements Serializable {
  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if a number is negative
   */
  public ByteRange {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("A byte range is not negative");
    }
  }

  /** Returns the offset just behind the range. */
  public long end() {
    return offset + length;
  }
}
