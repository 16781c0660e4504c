package org.quorama.simulation.check;

import com.google.errorprone.annotations.FormatMethod;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.quorama.protocol.InvariantViolation;
import org.quorama.simulation.SimulationPlan;

/** Words broken rules, so that a reader can replay them. Confined to the thread of its run. */
public final class Rules {
  private static final double NANOS_PER_SECOND = 1e9;

  private final SimulationPlan plan;
  private final LongSupplier clock;
  private final String replay;

  /**
   * Makes the rules of a run.
   *
   * @param plan the run
   * @param clock tells the virtual time in nanoseconds
   */
  public Rules(SimulationPlan plan, LongSupplier clock) {
    this(plan, clock, "replay with: " + plan.command());
  }

  /**
   * Makes the rules of a run that no command line replays.
   *
   * @param plan the run
   * @param clock tells the time by which leases are checked, in nanoseconds
   * @param replay how to see a broken rule again
   */
  public Rules(SimulationPlan plan, LongSupplier clock, String replay) {
    this.plan = plan;
    this.clock = clock;
    this.replay = replay;
  }

  /** Returns the virtual time in nanoseconds. */
  long now() {
    return clock.getAsLong();
  }

  /** Tells whether rules that see a bug's cause, not only its consequence, are to be checked. */
  boolean seeCauses() {
    return plan.depth() == SimulationPlan.Depth.CAUSES;
  }

  /**
   * Returns the violation of a rule, to be thrown.
   *
   * @param rule which
   * @param what who did what, as a format
   * @param values what fills the format
   */
  @FormatMethod
  public InvariantViolation broken(Rule rule, String what, @Nullable Object... values) {
    return new InvariantViolation(worded(rule + ". " + String.format(what, values)));
  }

  /**
   * Adds to a message when it was and how to see it again.
   *
   * @param message what happened
   */
  public String worded(String message) {
    return String.format(
        Locale.ROOT,
        "%s. At %.6f s of seed %d; %s",
        message,
        clock.getAsLong() / NANOS_PER_SECOND,
        plan.seed(),
        replay);
  }

  /** What must hold in every run, in a sentence. */
  public enum Rule {
    /** Broken if not: at most one leader is elected in a term [Raft §5.2]. */
    ELECTION_SAFETY("at most one leader is elected in a term [Raft §5.2]"),
    /** Broken if not: a leader never removes entries of its log [Raft §5.3]. */
    LEADER_APPEND_ONLY("a leader never removes entries of its log [Raft §5.3]"),
    /**
     * Broken if not: entries with the same index and term, and all before, are equal [Raft §5.3].
     */
    LOG_MATCHING("entries with the same index and term, and all before, are equal [Raft §5.3]"),
    /** Broken if not: a new leader has every committed entry [Raft §5.4]. */
    LEADER_COMPLETENESS("a new leader has every committed entry [Raft §5.4]"),
    /** Broken if not: all nodes apply the same entry at an index, once and in order. */
    STATE_MACHINE_SAFETY("all nodes apply the same entry at an index, once and in order"),
    /** Broken if not: nodes that applied the same entries have the same state. */
    SAME_DIGEST("nodes that applied the same entries have the same state"),
    /** Broken if not: terms, commitIndex, lastApplied and matchIndex never fall. */
    MONOTONIC("terms, commitIndex, lastApplied and matchIndex never fall"),
    /** Broken if not: a node votes for at most one candidate in a term, crashes included. */
    ONE_VOTE("a node votes for at most one candidate in a term, crashes included"),
    /** Broken if not: what a message promises is on the disk when it leaves [Raft Fig. 2]. */
    DURABLE_PROMISE("what a message promises is on the disk when it leaves [Raft Fig. 2]"),
    /** Broken if not: a leader commits an entry of its own term on a durable majority. */
    COMMIT_BY_QUORUM("a leader commits an entry of its own term on a durable majority"),
    /** Broken if not: no committed entry is ever removed. */
    COMMITTED_STAYS("no committed entry is ever removed"),
    /** Broken if not: an operation sees all that completed before it began. */
    LINEARIZABLE("an operation sees all that completed before it began"),
    /** Broken if not: what a client was told is what happened. */
    HONEST_OUTCOME("what a client was told is what happened"),
    /** Broken if not: at most one membership is uncommitted; two in a row differ by one voter. */
    ONE_MEMBERSHIP("at most one membership is uncommitted; two in a row differ by one voter"),
    /** Broken if not: a snapshot stands for committed entries and never goes back [Raft §7]. */
    SNAPSHOT("a snapshot stands for committed entries and never goes back [Raft §7]"),
    /** Broken if not: an operation that is sent again takes effect once and has one outcome. */
    EXACTLY_ONCE("an operation that is sent again takes effect once and has one outcome"),
    /** Broken if not: versions of a chunk never fall and no replica runs ahead of its grants. */
    CHUNK_VERSION("versions of a chunk never fall and no replica runs ahead of its grants"),
    /** Broken if not: one version of a chunk has one primary and one order of mutations. */
    ONE_PRIMARY("one version of a chunk has one primary and one order of mutations"),
    /** Broken if not: a primary orders mutations only while its lease lasts [GFS §3.1]. */
    LEASE_LASTS("a primary orders mutations only while its lease lasts [GFS §3.1]"),
    /** Broken if not: masters list only replicas that have the version that they name. */
    LISTED_REPLICAS("masters list only replicas that have the version that they name"),
    /** Broken if not: no decision takes the last good replicas of a chunk that a file has. */
    REFERENCED_STAYS("no decision takes the last good replicas of a chunk that a file has"),
    /** Broken if not: a chunk that several files share is not changed [GFS §3.4]. */
    SHARED_CHUNK_STAYS("a chunk that several files share is not changed [GFS §3.4]"),
    /** Broken if not: a chunk is counted as often as files have it [GFS §3.4]. */
    REFERENCES("a chunk is counted as often as files have it [GFS §3.4]"),
    /** Broken if not: every file and directory is in a directory that is there, by one name. */
    NAMESPACE_TREE("every file and directory is in a directory that is there, by one name"),
    /** Broken if not: an id of a chunk, a file or a directory is never given a second time. */
    IDS_GIVEN_ONCE("an id of a chunk, a file or a directory is never given a second time"),
    /** Broken if not: what a client reads is what was acknowledged, of the file that it names. */
    READ_YOUR_BYTES("what a client reads is what was acknowledged, of the file that it names"),
    /** Broken if not: an acknowledged record is intact at its place, and records do not overlap. */
    RECORD_AT_ITS_PLACE(
        "an acknowledged record is intact at its place, and records do not overlap [GFS §3.3]"),
    /** Broken if not: acknowledged data is on every replica that the master counts. */
    ACKED_DATA("acknowledged data is on every replica that the master counts"),
    /** Broken if not: replicas apply the mutations of a version in one order, to equal bytes. */
    EQUAL_REPLICAS("replicas apply the mutations of a version in one order, to equal bytes"),
    /** Broken if not: a node that let time pass has nothing left that was due before. */
    NO_SPINNING("a node that let time pass has nothing left that was due before"),
    /**
     * Broken if not: when the faults stop, a leader is elected, logs agree and clients are served.
     */
    PROGRESS("when the faults stop, a leader is elected, logs agree and clients are served");

    private final String sentence;

    Rule(String sentence) {
      this.sentence = sentence;
    }

    @Override
    public String toString() {
      return name() + ": " + sentence;
    }
  }
}
