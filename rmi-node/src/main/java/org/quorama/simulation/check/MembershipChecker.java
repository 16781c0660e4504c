package org.quorama.simulation.check;

import java.util.TreeSet;
import org.quorama.cluster.NodeId;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.Membership;
import org.quorama.simulation.check.Rules.Rule;

/** Checks that memberships follow each other one step at a time [Dissertation §4.1]. */
final class MembershipChecker {
  private final Rules rules;
  private final CommittedLog committed;

  MembershipChecker(Rules rules, CommittedLog committed) {
    this.rules = rules;
    this.committed = committed;
  }

  /** Checks an entry that a log takes behind this membership. */
  void appended(NodeId node, Membership before, LogEntry entry) {
    if (entry.kind() != LogEntry.Kind.MEMBERSHIP) {
      return;
    }
    Membership after = Membership.decode(entry.index(), entry.command());
    if (before.index() > committed.lastIndex()) {
      throw rules.broken(
          Rule.ONE_MEMBERSHIP,
          "%s takes %s while %s is not committed (up to %d)",
          node,
          after,
          before,
          committed.lastIndex());
    }
    TreeSet<NodeId> changed = new TreeSet<>(before.voters());
    changed.removeAll(after.voters());
    after.voters().stream().filter(voter -> !before.isVoter(voter)).forEach(changed::add);
    if (changed.size() > 1) {
      throw rules.broken(
          Rule.ONE_MEMBERSHIP, "%s goes from %s to %s in one step", node, before, after);
    }
  }
}
