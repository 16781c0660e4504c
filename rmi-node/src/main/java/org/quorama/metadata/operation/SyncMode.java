package org.quorama.metadata.operation;

/** When the bytes written to a file are forced to the disks of its replicas. */
public enum SyncMode {
  /**
   * Never: an acknowledged write is in the memory of every replica, and a replica whose machine
   * loses power loses it.
   */
  NEVER,
  /** When the writer closes the file or has its length recorded: until then as with NEVER. */
  CLOSE,
  /** Before a write or an append is acknowledged, on every replica. */
  ALWAYS
}
