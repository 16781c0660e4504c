package org.quorama.trace;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RoleName;

/**
 * The safety of Raft [Raft Fig. 3], read off a trace: cheap enough for hours of a live run. It
 * tells what is wrong, and never whether all is right: what a node does not say cannot be judged.
 * Not thread-safe.
 *
 * <p>Events may come in any order that keeps that of each node, and some may be missing. Memory
 * grows with the length of the log.
 */
public final class TraceInvariants {
  private final Map<Long, NodeId> leaders = new HashMap<>();
  private final Map<Ballot, NodeId> votes = new HashMap<>();
  private final Map<NodeId, Long> durableTerms = new HashMap<>();
  private final Map<Place, Integer> entries = new HashMap<>();
  private final Map<Place, Long> termsBefore = new HashMap<>();
  private final Map<Long, RaftTrace.Applied> applied = new HashMap<>();
  private final Map<NodeId, Latest> nodes = new HashMap<>();
  private final List<String> violations = new ArrayList<>();

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

  /** Returns what is wrong so far, a sentence each. */
  public List<String> violations() {
    return Collections.unmodifiableList(violations);
  }

  /**
   * Takes the next event of a node.
   *
   * @param event what happened
   */
  public void observe(TraceEvent event) {
    state(event);
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
    if (state.role() == RoleName.LEADER) {
      NodeId other = leaders.putIfAbsent(state.term(), event.node());
      check(
          other == null || other.equals(event.node()),
          event,
          "ElectionSafety: term %d has two leaders, %s and %s",
          state.term(),
          String.valueOf(other),
          event.node());
    }
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
    check(
        state.term() >= durableTerm,
        event,
        "Monotonic: boots with term %d, after term %d was durable",
        state.term(),
        durableTerm);
  }

  private void neverFalls(TraceEvent event, RaftSummary before, RaftSummary state) {
    check(
        state.term() >= before.term()
            && state.commitIndex() >= before.commitIndex()
            && state.lastApplied() >= before.lastApplied(),
        event,
        "Monotonic: term, commitIndex or lastApplied falls, from %s",
        before);
    check(
        state.lastApplied() <= state.commitIndex() && state.commitIndex() <= state.lastIndex(),
        event,
        "Monotonic: applied, committed and stored are out of order in %s",
        state);
  }

  private void voted(TraceEvent event, long boot, long term, @Nullable NodeId candidate) {
    if (candidate != null) {
      NodeId other = votes.putIfAbsent(new Ballot(event.node(), boot, term), candidate);
      check(
          other == null || other.equals(candidate),
          event,
          "OneVote: votes for %s and %s in term %d",
          String.valueOf(other),
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
      check(
          equal,
          event,
          "LogMatching: two logs differ at or before index %d of term %d",
          entry.index(),
          entry.term());
      before = entry;
    }
  }

  private void applied(TraceEvent event, RaftTrace.Applied entry) {
    RaftTrace.Applied other = applied.putIfAbsent(entry.index(), entry);
    check(
        other == null || isSame(other, entry),
        event,
        "StateMachineSafety: index %d is applied as %s and as %s",
        entry.index(),
        String.valueOf(other),
        entry);
    Latest latest = Objects.requireNonNull(nodes.get(event.node()), "observed just now");
    check(
        entry.index() > latest.applied(),
        event,
        "StateMachineSafety: index %d is applied after %d",
        entry.index(),
        latest.applied());
    nodes.put(event.node(), new Latest(latest.incarnation(), latest.state(), entry.index()));
  }

  /** What Raft applies for itself leaves the digest as it was, which a boot may not know yet. */
  private static boolean isSame(RaftTrace.Applied one, RaftTrace.Applied other) {
    boolean ofRaft = one.digest() == 0 || other.digest() == 0;
    return one.command().equals(other.command()) && (ofRaft || one.digest() == other.digest());
  }

  @FormatMethod
  private void check(
      boolean holds, TraceEvent event, @FormatString String sentence, Object... values) {
    if (!holds) {
      violations.add(MergedTrace.name(event) + ": " + String.format(sentence, values));
    }
  }
}
