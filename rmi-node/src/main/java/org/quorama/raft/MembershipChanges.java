package org.quorama.raft;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.Membership;

/**
 * Changes of the cluster's membership, one server at a time [Dissertation §4]. Confined to its
 * core.
 *
 * <p>A change is in effect when it is appended. Old and new majorities overlap as long as the one
 * before is committed, which only an entry of the leader's own term proves.
 */
final class MembershipChanges {
  private final RaftState state;

  MembershipChanges(RaftState state) {
    this.state = state;
  }

  /** Tells why a change is refused, empty if the leader may make it now. */
  Optional<String> refusal(MonotonicTime now, Leader leader, Membership.Change change) {
    Membership present = state.membership();
    CommitRules rules = state.rules().commit();
    if (!rules.hasCommittedOwnEntry(state.commitIndex(), noOp(leader))) {
      // Without this rule, leaders of two terms can change the same membership in two ways at once:
      // the mistake of the first publication, found in 2015 [Dissertation §4.1].
      return Optional.of(
          "The leader has not committed an entry of its own term yet; ask again in a moment.");
    }
    if (!rules.isSettled(state.commitIndex(), present)) {
      // "If the previous configuration's entry has been committed" [Dissertation §4.1].
      return Optional.of(
          "The change at entry " + present.index() + " is not committed yet; ask again after it.");
    }
    if (!present.isVoter(state.config().self())) {
      return Optional.of("The leader is leaving the cluster; ask the next one.");
    }
    NodeId node = change.node();
    if (change.step() == Membership.Step.ADD_LEARNER) {
      return sentence(present.contains(node), node + " belongs to the cluster already.");
    }
    return change.step() == Membership.Step.PROMOTE
        ? refusalToPromote(now, leader, node)
        : refusalToRemove(node);
  }

  private Optional<String> refusalToPromote(MonotonicTime now, Leader leader, NodeId node) {
    Membership present = state.membership();
    if (!present.learners().contains(node)) {
      return Optional.of(
          present.isVoter(node)
              ? node + " is a voter already."
              : node + " does not belong to the cluster; add it as a learner first.");
    }
    // "If the last round lasts less than an election timeout, then the leader adds the new server"
    // [Dissertation §4.2.1].
    boolean caughtUp = leader.follower(node).hasCaughtUp(now, state.config().electionTimeoutMin());
    return sentence(
        !caughtUp, node + " has not caught up with the log yet; ask again when it has.");
  }

  private Optional<String> refusalToRemove(NodeId node) {
    Membership present = state.membership();
    if (!present.contains(node)) {
      return Optional.of(node + " does not belong to the cluster.");
    }
    boolean last = present.voters().equals(List.of(node));
    return sentence(last, node + " is the last voter; add and promote another one first.");
  }

  private static Optional<String> sentence(boolean refused, String why) {
    return refused ? Optional.of(why) : Optional.empty();
  }

  /** Appends a change that is not refused: from now on it is in effect [Dissertation §4.1]. */
  void append(MonotonicTime now, Leader leader, Membership.Change change) {
    long index = state.log().lastIndex() + 1;
    Membership next = next(state.membership(), index, change);
    if (change.step() == Membership.Step.ADD_LEARNER) {
      leader.follow(change.node(), index, now);
    } else if (change.step() == Membership.Step.REMOVE) {
      leader.letGo(change.node(), index);
    }
    state.append(List.of(LogEntry.membership(state.currentTerm(), next)));
  }

  private static Membership next(Membership present, long index, Membership.Change change) {
    NodeId node = change.node();
    TreeSet<NodeId> voters = new TreeSet<>(present.voters());
    TreeSet<NodeId> learners = new TreeSet<>(present.learners());
    voters.remove(node);
    learners.remove(node);
    if (change.step() == Membership.Step.ADD_LEARNER) {
      learners.add(node);
    } else if (change.step() == Membership.Step.PROMOTE) {
      voters.add(node);
    }
    return new Membership(index, List.copyOf(voters), List.copyOf(learners));
  }

  /**
   * Stops sending to whoever left and knows it. Until then it is sent the log, though it counts for
   * nothing; so it does not disturb the others with elections [Dissertation §4.2.3].
   */
  void forgetLeft(Leader leader) {
    if (leader.leaving().isEmpty() || state.membership().index() > state.commitIndex()) {
      return;
    }
    for (NodeId left : List.copyOf(leader.leaving())) {
      // What is sent from the next round on says that the removal is committed.
      if (leader.follower(left).hasLeft(leader.round() + 1)) {
        leader.forget(left);
      }
    }
  }

  /**
   * Tells whether the leader is to step down: "once the C_new entry is committed", since until then
   * it may have to lead a cluster that it is no part of [Dissertation §4.2.2].
   */
  boolean hasLeft() {
    long index = state.membership().index();
    return index > 0
        && index <= state.lastApplied()
        && !state.membership().isVoter(state.config().self());
  }

  private LogPosition noOp(Leader leader) {
    return new LogPosition(state.currentTerm(), leader.noOpIndex());
  }
}
