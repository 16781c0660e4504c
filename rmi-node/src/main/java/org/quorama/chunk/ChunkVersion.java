package org.quorama.chunk;

import java.io.Serializable;

/**
 * Tells current replicas from stale ones [GFS §4.5]. Immutable.
 *
 * @param number raised by one at every grant of a lease, from 1
 */
public record ChunkVersion(long number) implements Comparable<ChunkVersion>, Serializable {
  /** The version of a new chunk. */
  public static final ChunkVersion FIRST = new ChunkVersion(1);

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if the number is not positive
   */
  public ChunkVersion {
    if (number < 1) {
      throw new IllegalArgumentException("A chunk version is at least 1");
    }
  }

  /** Returns the version of the next grant. */
  public ChunkVersion next() {
    return new ChunkVersion(number + 1);
  }

  @Override
  public int compareTo(ChunkVersion other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return "v" + number;
  }
}
