package org.quorama.monitor.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.words.Phrase;
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
      return said(Caption.Sort.READS, 0, Phrase.of("captions.reads", event.node(), count));
    }
    if (raft instanceof RaftTrace.MatchAdvanced match) {
      return new Copies(before, members.get())
          .notCounted(match, event.state())
          .map(why -> said(Caption.Sort.RARE, 0, why))
          .orElse(null);
    }
    Phrase phrase = rare(raft);
    return phrase == null ? null : said(Caption.Sort.RARE, 0, phrase);
  }

  private Caption said(Caption.Sort sort, long index, Phrase phrase) {
    Caption.Subject subject = index == 0 ? Caption.Subject.NODE : Caption.Subject.ofEntry(index);
    return new Caption(event.timeNanos(), event.node(), phrase, sort, subject);
  }

  private Phrase phrase(String name, Object... more) {
    Object[] all = new Object[more.length + 1];
    all[0] = event.node();
    System.arraycopy(more, 0, all, 1, more.length);
    return Phrase.of("captions." + name, all);
  }

  private Caption committed(long index) {
    Membership own = before.membership();
    boolean change =
        own != null && own.index() > before.raft().commitIndex() && own.index() <= index;
    return change
        ? said(Caption.Sort.RARE, index, phrase("membersCommitted", index))
        : said(Caption.Sort.COMMIT, index, phrase("committed", index));
  }

  private @Nullable Phrase rare(RaftTrace raft) {
    if (raft instanceof RaftTrace.Truncated truncated) {
      return phrase("truncated", truncated.from());
    }
    if (raft instanceof RaftTrace.SnapshotTaken taken) {
      return phrase("snapshotTaken", taken.index());
    }
    if (raft instanceof RaftTrace.SnapshotInstalled installed) {
      return installed(installed.index());
    }
    if (raft instanceof RaftTrace.MembershipChanged changed) {
      return changed(new Membership(changed.index(), changed.voters(), changed.learners()));
    }
    if (raft instanceof RaftTrace.TransferStarted started) {
      return phrase("handsOver", started.target());
    }
    if (raft instanceof RaftTrace.TransferEnded ended) {
      return handedOver(ended.outcome());
    }
    return election(raft);
  }

  private @Nullable Phrase election(RaftTrace raft) {
    long term = event.state().term();
    if (raft instanceof RaftTrace.ElectionTimedOut) {
      return phrase("timedOut");
    }
    if (raft instanceof RaftTrace.PreVoteStarted started) {
      return phrase("preVote", started.campaignTerm());
    }
    if (raft instanceof RaftTrace.BecameCandidate) {
      return phrase("candidate", term);
    }
    if (raft instanceof RaftTrace.BecameLeader leader) {
      return phrase("leads", term, leader.votes().size());
    }
    return raft instanceof RaftTrace.BecameFollower follower
        ? follower(term, follower.leader())
        : null;
  }

  private @Nullable Phrase follower(long term, @Nullable NodeId leader) {
    return leader == null || leader.equals(before.raft().leaderId())
        ? null
        : phrase("follows", leader, term);
  }

  private Phrase installed(long index) {
    NodeId leader = event.state().leaderId();
    return leader == null
        ? phrase("snapshotOwn", index)
        : phrase("snapshotInstalled", index, leader);
  }

  private @Nullable Phrase handedOver(String outcome) {
    NodeId target = before.activity().handsTo();
    if (outcome.equals("REFUSED")) {
      return phrase("handOverRefused");
    }
    if (target == null) {
      return null;
    }
    return switch (outcome) {
      case "DONE" -> phrase("handedOver", target);
      case "TIMED_OUT" -> phrase("handOverGivenUp", target);
      default -> phrase("handOverLost");
    };
  }

  /** Every node tells when it uses a membership: the leader's word is enough. */
  private @Nullable Phrase changed(Membership told) {
    Membership own = before.membership();
    if (own != null && told.index() < own.index()) {
      return phrase("membersDropped", own.index());
    }
    if (event.state().role() != RoleName.LEADER) {
      return null;
    }
    List<Phrase> changes = changes(members.get(), told);
    return changes.isEmpty() ? null : Phrase.of("captions.membersChanged", changes, told.index());
  }

  private static List<Phrase> changes(Membership from, Membership to) {
    List<Phrase> changes = new ArrayList<>();
    for (NodeId node : to.all()) {
      if (!from.contains(node) || from.isVoter(node) != to.isVoter(node)) {
        changes.add(
            Phrase.of(
                to.isVoter(node) ? "captions.becomesVoter" : "captions.becomesLearner", node));
      }
    }
    for (NodeId node : from.all()) {
      if (!to.contains(node)) {
        changes.add(Phrase.of("captions.leaves", node));
      }
    }
    return changes;
  }
}
