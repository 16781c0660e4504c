package org.quorama.monitor.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RoleName;
import org.quorama.raft.log.Membership;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceEvent;

/** Says what Raft does in a sentence each; lives for one event. */
final class RaftCaptions {
  private final TraceEvent event;
  private final NodeModel before;
  private final Supplier<Membership> members;

  /** Takes the node as it was before the event, and the members as they were. */
  RaftCaptions(TraceEvent event, NodeModel before, Supplier<Membership> members) {
    this.event = event;
    this.before = before;
    this.members = members;
  }

  @Nullable Caption of(RaftTrace raft) {
    if (raft instanceof RaftTrace.CommitAdvanced commit) {
      return before.isLeader() ? committed(commit.commitIndex()) : null;
    }
    if (raft instanceof RaftTrace.ReadsConfirmed reads) {
      Activity.Reads before = this.before.activity().reads();
      long count = before.and(event.timeNanos(), reads.readIndex(), reads.reads()).count();
      return said(
          Caption.Sort.READS,
          "A majority confirmed that %s still leads: %s answered.",
          event.node(),
          count == 1 ? "1 read" : number(count) + " reads");
    }
    if (raft instanceof RaftTrace.MatchAdvanced match) {
      return new Copies(before, members.get())
          .notCounted(match, event.state())
          .map(why -> said(Caption.Sort.RARE, "%s", why))
          .orElse(null);
    }
    String text = rare(raft);
    return text == null ? null : said(Caption.Sort.RARE, "%s", text);
  }

  private Caption said(Caption.Sort sort, String format, Object... values) {
    String text = String.format(Locale.ROOT, format, values);
    return new Caption(event.timeNanos(), event.node(), text, sort);
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private Caption committed(long index) {
    Membership own = before.membership();
    boolean change =
        own != null && own.index() > before.raft().commitIndex() && own.index() <= index;
    return change
        ? said(
            Caption.Sort.RARE,
            "%s has entry %s on a majority: the change of members is committed.",
            event.node(),
            number(index))
        : said(
            Caption.Sort.COMMIT,
            "%s has entry %s on a majority and commits it.",
            event.node(),
            number(index));
  }

  private @Nullable String rare(RaftTrace raft) {
    if (raft instanceof RaftTrace.Truncated truncated) {
      return "%s removes its entries from %s: the leader's log differs."
          .formatted(event.node(), number(truncated.from()));
    }
    if (raft instanceof RaftTrace.SnapshotTaken taken) {
      return event.node() + " took a snapshot of entries 1–" + number(taken.index()) + ".";
    }
    if (raft instanceof RaftTrace.SnapshotInstalled installed) {
      return installed(installed.index());
    }
    if (raft instanceof RaftTrace.MembershipChanged changed) {
      return changed(new Membership(changed.index(), changed.voters(), changed.learners()));
    }
    if (raft instanceof RaftTrace.TransferStarted started) {
      return event.node() + " hands over to " + started.target() + ".";
    }
    if (raft instanceof RaftTrace.TransferEnded ended) {
      return handedOver(ended.outcome());
    }
    return election(raft);
  }

  private @Nullable String election(RaftTrace raft) {
    long term = event.state().term();
    if (raft instanceof RaftTrace.ElectionTimedOut) {
      return event.node() + " heard no leader until its deadline.";
    }
    if (raft instanceof RaftTrace.PreVoteStarted started) {
      return "%s asks whether it could win term %d."
          .formatted(event.node(), started.campaignTerm());
    }
    if (raft instanceof RaftTrace.BecameCandidate) {
      return event.node() + " asks for votes in term " + term + ".";
    }
    if (raft instanceof RaftTrace.BecameLeader leader) {
      return "%s leads term %d with %d votes.".formatted(event.node(), term, leader.votes().size());
    }
    return raft instanceof RaftTrace.BecameFollower follower
        ? follower(term, follower.leader())
        : null;
  }

  private @Nullable String follower(long term, @Nullable NodeId leader) {
    if (leader == null || leader.equals(before.raft().leaderId())) {
      return null;
    }
    return "%s follows %s in term %d.".formatted(event.node(), leader, term);
  }

  private String installed(long index) {
    NodeId leader = event.state().leaderId();
    return leader == null
        ? "%s starts from its own snapshot up to %s.".formatted(event.node(), number(index))
        : "%s installs the snapshot up to %s from %s."
            .formatted(event.node(), number(index), leader);
  }

  private @Nullable String handedOver(String outcome) {
    NodeId target = before.activity().handsTo();
    if (outcome.equals("REFUSED")) {
      return event.node() + " refuses to hand over.";
    }
    if (target == null) {
      return null;
    }
    return switch (outcome) {
      case "DONE" -> "%s has handed over to %s.".formatted(event.node(), target);
      case "TIMED_OUT" ->
          "%s gives up to hand over to %s, and leads on.".formatted(event.node(), target);
      default -> "%s no longer leads, and did not hand over.".formatted(event.node());
    };
  }

  /** Every node tells when it uses a membership: the leader's word is enough. */
  private @Nullable String changed(Membership told) {
    Membership own = before.membership();
    if (own != null && told.index() < own.index()) {
      return "%s drops entry %s, and the change of members with it."
          .formatted(event.node(), number(own.index()));
    }
    if (event.state().role() != RoleName.LEADER) {
      return null;
    }
    List<String> changes = changes(members.get(), told);
    return changes.isEmpty()
        ? null
        : String.join(", ", changes) + ", by entry " + number(told.index()) + ".";
  }

  private static List<String> changes(Membership from, Membership to) {
    List<String> changes = new ArrayList<>();
    for (NodeId node : to.all()) {
      if (!from.contains(node) || from.isVoter(node) != to.isVoter(node)) {
        changes.add(node + (to.isVoter(node) ? " becomes a voter" : " becomes a learner"));
      }
    }
    for (NodeId node : from.all()) {
      if (!to.contains(node)) {
        changes.add(node + " leaves the cluster");
      }
    }
    return changes;
  }
}
