package org.quorama.trace;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;

/**
 * The safety of Raft [Raft Fig. 3] and of chunks, read off a trace: cheap enough for hours of a
 * live run. It tells what is wrong, and never whether all is right: what a node does not say cannot
 * be judged. Not thread-safe.
 *
 * <p>Events may come in any order that keeps that of each node, and some may be missing. Memory is
 * bounded: what was long ago is no longer compared.
 */
public final class TraceInvariants {
  private static final int MAX_PLACES = 100_000;
  private static final int MAX_BALLOTS = 50_000;

  private final Map<Ballot, NodeId> votes = new Bounded<>(MAX_BALLOTS);
  private final Map<NodeId, Long> durableTerms = new HashMap<>();
  private final Map<Place, Integer> entries = new Bounded<>(MAX_PLACES);
  private final Map<Place, Long> termsBefore = new Bounded<>(MAX_PLACES);
  private final Map<Long, RaftTrace.Applied> applied = new Bounded<>(MAX_PLACES);
  private final Map<NodeId, Latest> nodes = new HashMap<>();
  private final Findings findings = new Findings();
  private final LeaderInvariants leaders = new LeaderInvariants(findings);
  private final ChunkInvariants chunks = new ChunkInvariants(findings);

  /** What must always hold. */
  public enum Rule {
    /** At most one leader is elected in a term. */
    ELECTION_SAFETY("ElectionSafety", "[Raft §5.2]"),
    /** A node votes for one candidate a term at most, also over a restart. */
    ONE_VOTE("OneVote", "[Raft §5.2]"),
    /** A leader has the votes of a majority. */
    MAJORITY("Majority", "[Raft §5.2]"),
    /** A leader never overwrites or deletes entries of its log. */
    LEADER_APPEND_ONLY("LeaderAppendOnly", "[Raft §5.3]"),
    /** Logs that have an entry of one index and term in common are equal up to it. */
    LOG_MATCHING("LogMatching", "[Raft §5.3]"),
    /** The log of a new leader reaches as far as all that was committed in earlier terms. */
    LEADER_COMPLETENESS("LeaderCompleteness", "[Raft §5.4]"),
    /** No two state machines apply different commands at an index. */
    STATE_MACHINE_SAFETY("StateMachineSafety", "[Raft §5.4.3]"),
    /** Terms, commitIndex and lastApplied never fall; a durable term survives a restart. */
    MONOTONIC("Monotonic", "[Raft Fig. 2]"),
    /** What is applied is committed, and what is committed is stored. */
    IN_ORDER("InOrder", "[Raft Fig. 2]"),
    /** A version of a chunk has one primary. */
    ONE_PRIMARY("OnePrimary", "[GFS §3.1]"),
    /** All replicas apply the mutations of a primary in its order. */
    ONE_ORDER("OneOrder", "[GFS §3.1]");

    private final String word;
    private final String reference;

    Rule(String word, String reference) {
      this.word = word;
      this.reference = reference;
    }

    /** Returns its name in the papers or like one: {@code ElectionSafety}. */
    public String word() {
      return word;
    }

    /** Returns where it is from: {@code [Raft §5.2]}. */
    public String reference() {
      return reference;
    }
  }

  /** How a rule can be broken; each has a sentence with a place for each value. */
  public enum Finding {
    /** Values: term, first leader, second leader. */
    TWO_LEADERS(Rule.ELECTION_SAFETY, "term %s has two leaders, %s and %s"),
    /** Values: first candidate, second candidate, term. */
    TWO_VOTES(Rule.ONE_VOTE, "votes for %s and %s in term %s"),
    /** Values: leader, term, votes, voters. */
    TOO_FEW_VOTES(Rule.MAJORITY, "%s leads term %s with %s votes of %s"),
    /** Values: leader, term, index. */
    LEADER_TRUNCATES(Rule.LEADER_APPEND_ONLY, "%s leads term %s and removes its log from index %s"),
    /** Values: index, term. */
    LOGS_DIFFER(Rule.LOG_MATCHING, "two logs differ at or before index %s of term %s"),
    /** Values: term of the leader, its last index, the committed index. */
    COMMITTED_LACKING(
        Rule.LEADER_COMPLETENESS,
        "the leader of term %s began with a log up to index %s, but %s was committed before"),
    /** Values: index, what was applied, what else was applied. */
    TWO_COMMANDS(Rule.STATE_MACHINE_SAFETY, "index %s is applied as %s and as %s"),
    /** Values: index, the index applied before. */
    APPLIED_TWICE(Rule.STATE_MACHINE_SAFETY, "index %s is applied after %s"),
    /** Values: term after the boot, durable term. */
    TERM_FORGOTTEN(Rule.MONOTONIC, "boots with term %s, after term %s was durable"),
    /** Values: the state before. */
    FALLS(Rule.MONOTONIC, "term, commitIndex or lastApplied falls, from %s"),
    /** Values: lastApplied, commitIndex, lastIndex. */
    OUT_OF_ORDER(Rule.IN_ORDER, "applied %s, committed %s and stored %s are out of order"),
    /** Values: chunk, version, first primary, second primary. */
    TWO_PRIMARIES(Rule.ONE_PRIMARY, "%s has in version %s two primaries, %s and %s"),
    /** Values: chunk, serial number, place and length, another place and length. */
    TWO_ORDERS(Rule.ONE_ORDER, "mutation %2$s of %1$s goes to %3$s and to %4$s");

    private final Rule rule;
    private final String sentence;

    Finding(Rule rule, String sentence) {
      this.rule = rule;
      this.sentence = sentence;
    }

    /** Returns the rule that is broken. */
    public Rule rule() {
      return rule;
    }
  }

  /**
   * A rule was broken. Immutable.
   *
   * @param finding how
   * @param values who and what, in words, as the finding says
   * @param event the event at which it was seen
   */
  public record Breach(Finding finding, List<String> values, TraceEvent event) {
    /** Copies the list. */
    public Breach {
      values = List.copyOf(values);
    }

    /** Returns what is wrong: {@code ElectionSafety: term 4 has two leaders, n1 and n3}. */
    public String sentence() {
      return finding.rule.word + ": " + String.format(finding.sentence, values.toArray());
    }
  }

  /** A vote binds one boot, and all of them once it is durable: then the boot is 0. */
  private record Ballot(NodeId node, long boot, long term) {}

  private record Place(long term, long index) {}

  /** What a node said last, and the last index that its state machine applied in this boot. */
  private record Latest(long incarnation, RaftSummary state, long applied) {}

  /**
   * Returns what is wrong with a trace, a sentence each; empty if nothing is.
   *
   * @param events of all nodes, in any order
   */
  public static List<String> violationsOf(Collection<TraceEvent> events) {
    TraceInvariants invariants = new TraceInvariants();
    events.stream().sorted(MergedTrace.AS_HAPPENED).forEach(invariants::observe);
    return invariants.violations();
  }

  /** Returns what is wrong so far, a sentence each, with the event at which it was seen. */
  public List<String> violations() {
    return breaches().stream()
        .map(breach -> MergedTrace.name(breach.event()) + ": " + breach.sentence())
        .toList();
  }

  /** Returns what is wrong so far, each thing once, at most a thousand. */
  public List<Breach> breaches() {
    return findings.breaches();
  }

  /**
   * Returns how often a rule could have been broken and was looked at.
   *
   * @param rule which
   */
  public long looked(Rule rule) {
    return findings.looked(rule);
  }

  /**
   * Takes the next event of a node.
   *
   * @param event what happened
   */
  public void observe(TraceEvent event) {
    state(event);
    leaders.observe(event);
    chunks.observe(event);
    if (event.detail() instanceof RaftTrace.Appended appended) {
      appended(event, appended.entries());
    } else if (event.detail() instanceof RaftTrace.Applied entry) {
      applied(event, entry);
    } else if (event.detail() instanceof RaftTrace.HardStateChanged changed) {
      voted(event, event.incarnation(), changed.term(), changed.votedFor());
    } else if (event.detail() instanceof RaftTrace.HardStateDurable durable) {
      durableTerms.put(event.node(), durable.term());
      voted(event, 0, durable.term(), durable.votedFor());
    }
  }

  private void state(TraceEvent event) {
    RaftSummary state = event.state();
    voted(event, event.incarnation(), state.term(), state.votedFor());
    Latest latest = nodes.get(event.node());
    if (latest == null || latest.incarnation() != event.incarnation()) {
      booted(event, state);
      latest = new Latest(event.incarnation(), state, 0);
    }
    neverFalls(event, latest.state(), state);
    nodes.put(event.node(), new Latest(event.incarnation(), state, latest.applied()));
  }

  /** A crash may take back what was not durable yet, and nothing else. */
  private void booted(TraceEvent event, RaftSummary state) {
    long durableTerm = durableTerms.getOrDefault(event.node(), 0L);
    findings.check(
        state.term() >= durableTerm, event, Finding.TERM_FORGOTTEN, state.term(), durableTerm);
  }

  private void neverFalls(TraceEvent event, RaftSummary before, RaftSummary state) {
    findings.check(
        state.term() >= before.term()
            && state.commitIndex() >= before.commitIndex()
            && state.lastApplied() >= before.lastApplied(),
        event,
        Finding.FALLS,
        before);
    findings.check(
        state.lastApplied() <= state.commitIndex() && state.commitIndex() <= state.lastIndex(),
        event,
        Finding.OUT_OF_ORDER,
        state.lastApplied(),
        state.commitIndex(),
        state.lastIndex());
  }

  private void voted(TraceEvent event, long boot, long term, @Nullable NodeId candidate) {
    if (candidate != null) {
      NodeId other = votes.putIfAbsent(new Ballot(event.node(), boot, term), candidate);
      findings.check(
          other == null || other.equals(candidate),
          event,
          Finding.TWO_VOTES,
          other,
          candidate,
          term);
    }
  }

  private void appended(TraceEvent event, List<RaftTrace.Entry> appended) {
    RaftTrace.@Nullable Entry before = null;
    for (RaftTrace.Entry entry : appended) {
      Place place = new Place(entry.term(), entry.index());
      Integer other = entries.putIfAbsent(place, entry.hash());
      boolean equal = other == null || other == entry.hash();
      if (before != null) {
        Long termBefore = termsBefore.putIfAbsent(place, before.term());
        equal = equal && (termBefore == null || termBefore == before.term());
      }
      findings.check(equal, event, Finding.LOGS_DIFFER, entry.index(), entry.term());
      before = entry;
    }
  }

  private void applied(TraceEvent event, RaftTrace.Applied entry) {
    RaftTrace.Applied other = applied.putIfAbsent(entry.index(), entry);
    findings.check(
        other == null || isSame(other, entry),
        event,
        Finding.TWO_COMMANDS,
        entry.index(),
        other == null ? "" : other.command() + stateOf(other),
        entry.command() + stateOf(entry));
    Latest latest = Objects.requireNonNull(nodes.get(event.node()), "observed just now");
    findings.check(
        entry.index() > latest.applied(),
        event,
        Finding.APPLIED_TWICE,
        entry.index(),
        latest.applied());
    nodes.put(event.node(), new Latest(latest.incarnation(), latest.state(), entry.index()));
  }

  private static String stateOf(RaftTrace.Applied entry) {
    return " (state " + Long.toHexString(entry.digest()) + ")";
  }

  /** What Raft applies for itself leaves the digest as it was, which a boot may not know yet. */
  private static boolean isSame(RaftTrace.Applied one, RaftTrace.Applied other) {
    boolean ofRaft = one.digest() == 0 || other.digest() == 0;
    return one.command().equals(other.command()) && (ofRaft || one.digest() == other.digest());
  }
}
