package org.quorama.simulation;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of one run. Immutable.
 *
 * @param plan what was run
 * @param violation the broken rule with the nodes, the virtual time and the command that replays
 *     it; null if every rule was kept
 * @param events how many events happened
 * @param traceHash of all steps of all nodes: equal for equal runs
 * @param sometimes what was reached, and how often
 */
public record SimulationReport(
    SimulationPlan plan,
    @Nullable String violation,
    long events,
    long traceHash,
    Map<Sometimes, Long> sometimes) {
  /** Copies the map, in the order of its keys. */
  public SimulationReport {
    EnumMap<Sometimes, Long> copy = new EnumMap<>(Sometimes.class);
    copy.putAll(sometimes);
    sometimes = Collections.unmodifiableMap(copy);
  }

  /** Tells whether every rule was kept. */
  public boolean passed() {
    return violation == null;
  }

  /**
   * Returns how often something was reached.
   *
   * @param what which
   */
  public long count(Sometimes what) {
    return sometimes.getOrDefault(what, 0L);
  }

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
}
