package org.quorama.simulation;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quorama.simulation.fault.FaultEvent;

/**
 * What became of one run. Immutable.
 *
 * @param plan what was run
 * @param violation the broken rule with the nodes, the virtual time and the command that replays
 *     it; null if every rule was kept
 * @param endNanos the virtual time when it ended
 * @param events how many events happened
 * @param traceHash of all steps of all nodes: equal for equal runs
 * @param sometimes what was reached, and how often
 * @param faults what was broken on purpose, if a rule was broken; else empty
 */
public record SimulationReport(
    SimulationPlan plan,
    @Nullable String violation,
    long endNanos,
    long events,
    long traceHash,
    Map<Sometimes, Long> sometimes,
    List<FaultEvent> faults) {
  private static final Pattern RULE = Pattern.compile("([A-Z_]{3,}): ");

  /** Copies the collections, the map in the order of its keys. */
  public SimulationReport {
    EnumMap<Sometimes, Long> copy = new EnumMap<>(Sometimes.class);
    copy.putAll(sometimes);
    sometimes = Collections.unmodifiableMap(copy);
    faults = List.copyOf(faults);
  }

  /** Tells whether every rule was kept. */
  public boolean passed() {
    return violation == null;
  }

  /** Returns the name of the broken rule, as in {@code ONE_VOTE}; empty if all were kept. */
  public String rule() {
    if (violation == null) {
      return "";
    }
    Matcher name = RULE.matcher(violation);
    return name.lookingAt() ? name.group(1) : "INVARIANT";
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
    /** A disk failed or was full, and its node stopped. */
    DISK_FAILED,
    /** A clock changed its rate. */
    CLOCK_CHANGED,
    /** A node kept a snapshot of its own state. */
    SNAPSHOT_TAKEN,
    /** A node kept another node's snapshot in place of a log that did not fit. */
    SNAPSHOT_INSTALLED,
    /** A snapshot replaced a log that had another entry at its last index. */
    SNAPSHOT_OVER_DIVERGENT_LOG,
    /** A snapshot came in more than one piece. */
    SNAPSHOT_IN_PIECES,
    /** Entries came to a node while a snapshot was on its way to it or to its disk. */
    SNAPSHOT_WHILE_ENTRIES_ARRIVE,
    /** Another membership came into effect on a node. */
    MEMBERSHIP_CHANGED,
    /** A membership changed while links were cut. */
    MEMBERSHIP_CHANGED_WHILE_CUT,
    /** A leader handed over to the node that it was asked to. */
    LEADERSHIP_TRANSFERRED,
    /** A leader could not hear a majority, and did not know it yet. */
    MINORITY_LEADER,
    /** A paused leader went on when another one led already. */
    PAUSED_LEADER_DEPOSED,
    /** An entry of an earlier term was on a majority, and not committed [Raft Fig. 8]. */
    FIGURE_8,
    /** A node that heard a leader refused another node its vote. */
    VOTE_REFUSED_BY_LOYALTY,
    /** A new leader answered its first reads. */
    READ_AFTER_LEADER_CHANGE,
    /** Links were cut. */
    CUT,
    /** A message was lost by chance. */
    MESSAGE_LOST,
    /** A message came twice. */
    MESSAGE_DUPLICATED,
    /** A client's operation succeeded. */
    OPERATION_OK,
    /** A client's operation succeeded though an attempt before had no answer. */
    OPERATION_RETRIED,
    /** A client was told that its session has expired. */
    SESSION_EXPIRED,
    /** A session had expired with an operation whose first attempt had no answer. */
    SESSION_EXPIRED_IN_FLIGHT,
    /** A client's operation certainly failed. */
    OPERATION_FAILED,
    /** A client does not know what became of its operation. */
    OPERATION_UNKNOWN,
    /** A master granted a lease. */
    LEASE_GRANTED,
    /** A lease was granted anew without a replica that had failed. */
    LEASE_WITHOUT_FAILED,
    /** The lease of a chunk ended while its holder was paused. */
    LEASE_EXPIRED_WHILE_PAUSED,
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
    /** A client made a file and its first bytes with one entry, one write and one more entry. */
    SMALL_FILE_MADE,
    /** A client was told that another one had made, moved or removed a name before. */
    NAME_CONTENDED,
    /** A client gave an empty file its first bytes with one write and one entry. */
    FILE_FILLED,
    /** The first write of a file was not acknowledged by all replicas. */
    FIRST_WRITE_FAILED,
    /** A client read file data. */
    CHUNK_READ,
    /** A record did not fit the rest of its chunk, and the rest was padded. */
    CHUNK_PADDED,
    /** A client's record was appended. */
    RECORD_APPENDED,
    /** A record is in a file more than once, since a client tried again. */
    RECORD_DUPLICATED,
    /** A replica refused a read of a version that it does not have. */
    STALE_READ_REFUSED,
    /** A lease was extended in answer to a report. */
    LEASE_EXTENDED,
    /** A master took a lease back. */
    LEASE_REVOKED,
    /** What a client wrote was not forced at once, but when it closed the file. */
    CHUNK_CLOSED,
    /** A file whose writer may be gone got its length. */
    LENGTH_RECOVERED,
    /** A client cut a file. */
    FILE_CUT,
    /** A client made a snapshot of a file. */
    FILE_SNAPSHOT,
    /** A client brought a deleted file back. */
    FILE_UNDELETED,
    /** A replica was copied on its disk, since several files share it. */
    CHUNK_CLONED,
    /** A replica was pulled from another node. */
    REPLICA_PULLED,
    /** A block of a replica was flipped on its disk. */
    BLOCK_FLIPPED,
    /** A node found a block without its checksum. */
    CORRUPTION_FOUND,
    /** A master had a replica deleted that no file has. */
    ORPHAN_NAMED,
    /** A master had a replica deleted of which there were too many. */
    EXCESS_NAMED
  }
}
