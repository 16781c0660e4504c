package org.quorama.storage;

import org.quorama.protocol.Invariants;

/**
 * How the log is laid out on the disk. Immutable.
 *
 * @param segmentBytes how long a segment of the log grows, in bytes, at least 1 KiB; one that holds
 *     a single longer record is as long as that needs
 */
public record StorageOptions(long segmentBytes) {
  private static final long LEAST = 1 << 10;

  /** Checks the range. */
  public StorageOptions {
    Invariants.check(
        segmentBytes >= LEAST, "A segment has at least %d bytes, not %d", LEAST, segmentBytes);
  }

  /** Returns segments of 16 MiB. */
  public static StorageOptions defaults() {
    return new StorageOptions(16 << 20);
  }
}
