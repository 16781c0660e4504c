package org.quorama.trace;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RoleName;
import org.quorama.trace.TraceInvariants.Finding;

/**
 * What holds of leaders: one a term, elected by a majority, with all that was committed before, and
 * never taking back an entry. Terms may be told in any order.
 */
final class LeaderInvariants {
  private static final int MAX_TERMS = 10_000;

  private final Findings findings;
  private final Map<Long, NodeId> leaders = new Bounded<>(MAX_TERMS);
  private final Map<NodeId, List<NodeId>> voters = new HashMap<>();

  /** The highest commitIndex that a node told in each term: it was committed then or before. */
  private final TreeMap<Long, Long> committed = new TreeMap<>();

  /** By term, the last index of its leader when it was elected. */
  private final TreeMap<Long, Long> elected = new TreeMap<>();

  LeaderInvariants(Findings findings) {
    this.findings = findings;
  }

  void observe(TraceEvent event) {
    RaftSummary state = event.state();
    if (state.role() == RoleName.LEADER) {
      NodeId other = leaders.putIfAbsent(state.term(), event.node());
      findings.check(
          other == null || other.equals(event.node()),
          event,
          Finding.TWO_LEADERS,
          state.term(),
          other,
          event.node());
    }
    commits(event, state);
    if (event.detail() instanceof RaftTrace.BecameLeader won) {
      elected(event, won);
    } else if (event.detail() instanceof RaftTrace.MembershipChanged changed) {
      voters.put(event.node(), changed.voters());
    } else if (event.detail() instanceof RaftTrace.Truncated cut) {
      findings.check(
          state.role() != RoleName.LEADER,
          event,
          Finding.LEADER_TRUNCATES,
          event.node(),
          state.term(),
          cut.from());
    }
  }

  /** [Raft §5.4.1]: who lacks a committed entry cannot be elected later. */
  private void commits(TraceEvent event, RaftSummary state) {
    Long before = committed.get(state.term());
    if (before != null && before >= state.commitIndex()) {
      return;
    }
    committed.put(state.term(), state.commitIndex());
    shorten(committed);
    elected
        .tailMap(state.term(), false)
        .forEach((term, last) -> complete(event, term, last, state.commitIndex()));
  }

  private void elected(TraceEvent event, RaftTrace.BecameLeader won) {
    RaftSummary state = event.state();
    elected.putIfAbsent(state.term(), state.lastIndex());
    shorten(elected);
    long before =
        committed.headMap(state.term()).values().stream()
            .mapToLong(Long::longValue)
            .max()
            .orElse(0);
    complete(event, state.term(), state.lastIndex(), before);
    List<NodeId> voting = voters.get(event.node());
    if (voting != null) {
      long votes = won.votes().stream().filter(voting::contains).count();
      findings.check(
          votes >= voting.size() / 2 + 1,
          event,
          Finding.TOO_FEW_VOTES,
          event.node(),
          state.term(),
          votes,
          voting.size());
    }
  }

  private void complete(TraceEvent event, Long term, Long lastIndex, Long commitIndex) {
    findings.check(
        lastIndex >= commitIndex, event, Finding.COMMITTED_LACKING, term, lastIndex, commitIndex);
  }

  private static void shorten(NavigableMap<Long, Long> terms) {
    if (terms.size() > MAX_TERMS) {
      terms.pollFirstEntry();
    }
  }
}
