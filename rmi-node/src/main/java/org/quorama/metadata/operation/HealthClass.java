package org.quorama.metadata.operation;

/**
 * How healthy a chunk is: every chunk is in exactly one class, the worst that fits, worst first.
 */
public enum HealthClass {
  /** No living server holds a good replica of the current version. */
  MISSING,
  /** Fewer good replicas live than the file asks for. */
  UNDER_REPLICATED,
  /** Enough are good, and a corrupt one is still there. */
  CORRUPT_REPLICA,
  /** Enough are good, and one of an older version is still there. */
  STALE_REPLICA,
  /** Enough are good, on fewer racks than there could be. */
  MISPLACED,
  /** More are good than the file asks for. */
  OVER_REPLICATED,
  /** All is as it should be. */
  HEALTHY
}
