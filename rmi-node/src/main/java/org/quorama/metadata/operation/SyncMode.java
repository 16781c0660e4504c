package org.quorama.metadata.operation;

/**
 * When the bytes written to a file are forced to the disks of its replicas. Chosen when the file is
 * made, kept for its life and by its snapshots; {@link #ALWAYS} if nobody chooses.
 *
 * <p>What is acknowledged is on every replica that counts, in whatever mode; the mode says whether
 * it is on their disks, too. The length of a file, its name and all else that the master knows is
 * in the log of a majority, forced, before it is acknowledged, in whatever mode.
 */
public enum SyncMode {
  /**
   * No write or append forces what it writes: it becomes durable some time later, as the operating
   * systems of the replicas see fit, at the latest when their nodes stop in good order. Replicas
   * whose machines lose power before may lose it, though the length of the file covers it.
   */
  NEVER,
  /**
   * What was written is forced on every replica before its writer hears that the file is closed, or
   * that its length is recorded. A single write or append, and a put, closes the file in its end; a
   * stream of appends does so when it is flushed or closed. Until then as with NEVER.
   */
  CLOSE,
  /** What was written is forced on every replica before any write or append is acknowledged. */
  ALWAYS
}
