package org.quorama.metadata.operation;

/** What a query may be answered from. */
public enum ReadMode {
  /** The leader answers, after a majority confirmed that it leads: sees all that was answered. */
  LINEARIZABLE,
  /**
   * Whoever is asked answers at once from what it has applied, which may be old: the index of the
   * reply says how old. Not linearizable.
   */
  STALE
}
