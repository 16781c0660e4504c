package org.quorama.simulation;

/** What a set of runs should reach now and then; a count of 0 says that it was never tried. */
public enum Sometimes {
  /** A node became leader. */
  ELECTION,
  /** Two living nodes took themselves for the leader, of different terms. */
  TWO_LEADERS,
  /** A follower removed entries. */
  TRUNCATION,
  /** A node crashed. */
  CRASH,
  /** A node crashed between two effects of one step. */
  CRASH_IN_STEP,
  /** A node crashed when its writes were durable and its messages had not left. */
  CRASH_AFTER_FORCE,
  /** A crash took writes that were not yet forced. */
  UNFORCED_LOST,
  /** A node started again. */
  RESTART,
  /** All nodes were down at once. */
  ALL_DOWN,
  /** A node was paused. */
  PAUSE,
  /** Links were cut. */
  CUT,
  /** A message was lost by chance. */
  MESSAGE_LOST,
  /** A message came twice. */
  MESSAGE_DUPLICATED,
  /** A client's operation succeeded. */
  OPERATION_OK,
  /** A client's operation certainly failed. */
  OPERATION_FAILED,
  /** A client does not know what became of its operation. */
  OPERATION_UNKNOWN,
  /** A master granted a lease. */
  LEASE_GRANTED,
  /** A lease was granted anew without a replica that had failed. */
  LEASE_WITHOUT_FAILED,
  /** A secondary did not confirm a mutation. */
  SECONDARY_FAILED,
  /** A chunkserver reported a replica that had missed a version. */
  STALE_REPLICA,
  /** A mutation was refused because its version was not the one there. */
  MUTATION_REFUSED,
  /** Pushed data was gone when it was to be written. */
  DATA_GONE,
  /** A client's write of file data was acknowledged by all replicas. */
  CHUNK_WRITTEN,
  /** A client read file data. */
  CHUNK_READ
}
