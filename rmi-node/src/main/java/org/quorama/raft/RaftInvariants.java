package org.quorama.raft;

import java.util.Map;
import java.util.Optional;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Invariants;
import org.quorama.raft.log.Membership;

/**
 * What must always hold in one node, whatever the others do; checked after every step, in tests and
 * in live nodes alike. What must hold between nodes only the simulator can see.
 */
final class RaftInvariants {
  private RaftInvariants() {}

  /** Checks one state by itself. */
  static void check(RaftStatus status) {
    RaftStatus.LogIndexes log = status.log();
    Invariants.check(
        log.lastApplied() <= log.commitIndex() && log.commitIndex() <= log.last().index(),
        "lastApplied %d ≤ commitIndex %d ≤ lastLogIndex %d does not hold",
        log.lastApplied(),
        log.commitIndex(),
        log.last().index());
    Invariants.check(
        log.snapshotIndex() <= log.lastApplied()
            && status.membership().index() <= log.last().index(),
        "Snapshot of %d ≤ lastApplied %d and membership of %d ≤ lastLogIndex %d does not hold",
        log.snapshotIndex(),
        log.lastApplied(),
        status.membership().index(),
        log.last().index());
    long term = status.hardState().currentTerm();
    Invariants.check(
        log.last().term() <= term, "The log ends with %s, after term %d", log.last(), term);
    checkRole(status);
  }

  private static void checkRole(RaftStatus status) {
    boolean leads = status.role() == RoleName.LEADER;
    Invariants.check(
        leads != status.matchIndex().isEmpty() && (leads || status.nextIndex().isEmpty()),
        "A leader, and nobody else, has a matchIndex and a nextIndex: %s",
        status);
    Invariants.check(
        status.role() == RoleName.CANDIDATE || status.votesReceived().isEmpty(),
        "A %s has votes: %s",
        status.role(),
        status.votesReceived());
    Invariants.check(
        status.role() == RoleName.FOLLOWER || status.hardState().votedFor() != null,
        "A %s has not voted for itself",
        status.role());
    status.nextIndex().forEach((follower, nextIndex) -> checkNextIndex(status, follower));
  }

  private static void checkNextIndex(RaftStatus status, NodeId follower) {
    long nextIndex = status.nextIndex().getOrDefault(follower, 0L);
    long matchIndex = status.matchIndex().getOrDefault(follower, 0L);
    Invariants.check(
        nextIndex > matchIndex && nextIndex <= status.log().last().index() + 1,
        "nextIndex %d of %s is not between matchIndex %d and lastLogIndex %d",
        nextIndex,
        follower,
        matchIndex,
        status.log().last().index());
  }

  /** Checks that a step only changed what may change. */
  static void checkStep(RaftStatus before, RaftStatus after) {
    Invariants.check(
        after.log().commitIndex() >= before.log().commitIndex()
            && after.log().lastApplied() >= before.log().lastApplied()
            && after.log().snapshotIndex() >= before.log().snapshotIndex(),
        "commitIndex, lastApplied or snapshotIndex fell: from %s to %s",
        before.log(),
        after.log());
    long term = before.hardState().currentTerm();
    Invariants.check(
        after.hardState().currentTerm() >= term,
        "currentTerm fell from %d to %d",
        term,
        after.hardState().currentTerm());
    if (after.hardState().currentTerm() == term) {
      checkSameTerm(before, after);
    }
  }

  private static void checkSameTerm(RaftStatus before, RaftStatus after) {
    NodeId vote = before.hardState().votedFor();
    Invariants.check(
        vote == null || vote.equals(after.hardState().votedFor()),
        "The vote for %s changed: %s",
        Optional.ofNullable(vote),
        after.hardState());
    NodeId leader = before.leaderId();
    Invariants.check(
        leader == null || after.leaderId() == null || leader.equals(after.leaderId()),
        "Term %d has two leaders: %s and %s",
        before.hardState().currentTerm(),
        Optional.ofNullable(leader),
        Optional.ofNullable(after.leaderId()));
    if (before.role() == RoleName.LEADER && after.role() == RoleName.LEADER) {
      checkSameLeader(before, after);
    }
  }

  private static void checkSameLeader(RaftStatus before, RaftStatus after) {
    // Leader Append-Only [Raft Fig. 3].
    Invariants.check(
        after.log().last().index() >= before.log().last().index(),
        "A leader's log fell from %s to %s",
        before.log().last(),
        after.log().last());
    for (Map.Entry<NodeId, Long> match : before.matchIndex().entrySet()) {
      NodeId id = match.getKey();
      // Of a server that left and comes again, nothing is known.
      boolean stays = before.membership().contains(id) && after.membership().contains(id);
      Invariants.check(
          !stays || after.matchIndex().getOrDefault(id, 0L) >= match.getValue(),
          "matchIndex of %s fell below %d",
          id,
          match.getValue());
    }
    checkMembership(before, after.membership());
  }

  private static void checkMembership(RaftStatus before, Membership after) {
    // One change at a time, and only one server in each [Dissertation §4.1].
    Membership present = before.membership();
    Invariants.check(
        present.equals(after)
            || (present.index() <= before.log().commitIndex() && present.isOneStepTo(after)),
        "A leader that had committed up to %d changed %s to %s",
        before.log().commitIndex(),
        present,
        after);
  }
}
