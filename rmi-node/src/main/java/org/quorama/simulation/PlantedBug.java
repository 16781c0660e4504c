package org.quorama.simulation;

import java.util.Locale;

/**
 * A bug that a run has on purpose: the measure of the simulator is that it finds them. They live in
 * the simulated disk and in exchanged rules, never in the code of a real node.
 */
public enum PlantedBug {
  /** The disk keeps a node's term and forgets its vote [Raft §5.1]. */
  VOTE_NOT_DURABLE,
  /** The disk says that a write is durable before it is. */
  ACK_BEFORE_FSYNC,
  /** A leader commits entries of earlier terms by counting replicas [Raft §5.4.2]. */
  COMMIT_OLD_TERM_BY_COUNTING;

  /** Returns the name on a command line, as in {@code ack-before-fsync}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
