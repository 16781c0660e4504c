package org.quorama.simulation;

import com.google.errorprone.annotations.FormatMethod;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.quorama.protocol.InvariantViolation;

/** Words broken rules, so that a reader can replay them. */
final class Rules {
  private static final double NANOS_PER_SECOND = 1e9;

  private final SimulationPlan plan;
  private final Schedule schedule;

  Rules(SimulationPlan plan, Schedule schedule) {
    this.plan = plan;
    this.schedule = schedule;
  }

  /** Tells whether rules that see a bug's cause, not only its consequence, are to be checked. */
  boolean seeCauses() {
    return plan.depth() == SimulationPlan.Depth.CAUSES;
  }

  /** Returns the violation of a rule, to be thrown. */
  @FormatMethod
  InvariantViolation broken(Rule rule, String what, @Nullable Object... values) {
    return new InvariantViolation(worded(rule + ". " + String.format(what, values)));
  }

  /** Adds to a message when it was and how to see it again. */
  String worded(String message) {
    return String.format(
        Locale.ROOT,
        "%s. At %.6f s of seed %d; replay with: %s",
        message,
        schedule.now() / NANOS_PER_SECOND,
        plan.seed(),
        plan.command());
  }

  /** What must hold in every run, in a sentence. */
  enum Rule {
    ELECTION_SAFETY("at most one leader is elected in a term [Raft §5.2]"),
    LEADER_APPEND_ONLY("a leader never removes entries of its log [Raft §5.3]"),
    LOG_MATCHING("entries with the same index and term, and all before, are equal [Raft §5.3]"),
    LEADER_COMPLETENESS("a new leader has every committed entry [Raft §5.4]"),
    STATE_MACHINE_SAFETY("all nodes apply the same entry at an index, once and in order"),
    SAME_DIGEST("nodes that applied the same entries have the same state"),
    MONOTONIC("terms, commitIndex, lastApplied and matchIndex never fall"),
    ONE_VOTE("a node votes for at most one candidate in a term, crashes included"),
    DURABLE_PROMISE("what a message promises is on the disk when it leaves [Raft Fig. 2]"),
    COMMIT_BY_QUORUM("a leader commits an entry of its own term on a durable majority"),
    COMMITTED_STAYS("no committed entry is ever removed"),
    LINEARIZABLE("an operation sees all that completed before it began"),
    HONEST_OUTCOME("what a client was told is what happened"),
    CHUNK_VERSION("versions of a chunk never fall and no replica runs ahead of its grants"),
    ONE_PRIMARY("one version of a chunk has one primary and one order of mutations"),
    ACKED_DATA("acknowledged data is on every replica that the master counts"),
    EQUAL_REPLICAS("replicas apply the mutations of a version in one order, to equal bytes"),
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
