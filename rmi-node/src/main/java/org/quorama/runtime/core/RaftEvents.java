package org.quorama.runtime.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.RaftInput;
import org.quorama.raft.RaftMessage;
import org.quorama.raft.RaftMessage.RequestVoteReply;
import org.quorama.raft.RaftStatus;
import org.quorama.raft.RoleName;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.Membership;
import org.quorama.raft.log.Snapshot;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceDetail;

/** Derives the events of Raft from its inputs, its effects and what changed in its status. */
final class RaftEvents {
  private final NodeId node;
  private final CommandWords told;

  private final PendingWrites pendingWrites = new PendingWrites();

  /** The commitIndex of the last event that told one. */
  private long toldCommitIndex;

  /** The status around one step, and when it was. */
  record Step(RaftStatus before, RaftStatus after, MonotonicTime now) {}

  RaftEvents(NodeId node, CommandWords told) {
    this.node = node;
    this.told = told;
  }

  void ofInput(NodeInput input, Step step, List<TraceDetail> details) {
    RaftInput raft = raftInput(input);
    if (raft instanceof RaftInput.TimePassed) {
      timePassed(step, details);
    } else if (raft instanceof RaftInput.MessageArrived arrived
        && arrived.message() instanceof RequestVoteReply reply) {
      voteArrived(arrived.from(), reply, step.before(), details);
    }
  }

  private static RaftInput raftInput(NodeInput input) {
    return input instanceof NodeInput.ForRaft forRaft
        ? forRaft.input()
        : new RaftInput.TimePassed();
  }

  private static void timePassed(Step step, List<TraceDetail> details) {
    boolean due = step.before().deadline().isDue(step.now());
    if (due && step.before().role() != RoleName.LEADER && termGrew(step)) {
      details.add(new RaftTrace.ElectionTimedOut());
    }
  }

  private static boolean termGrew(Step step) {
    return step.after().hardState().currentTerm() > step.before().hardState().currentTerm();
  }

  List<TraceDetail> persisted(long ticket) {
    return pendingWrites.persisted(ticket);
  }

  private static void voteArrived(
      NodeId from, RequestVoteReply reply, RaftStatus before, List<TraceDetail> details) {
    boolean counts =
        before.role() == RoleName.CANDIDATE
            && reply.term() == before.hardState().currentTerm()
            && !before.votesReceived().contains(from);
    if (counts) {
      details.add(new RaftTrace.VoteCounted(from, reply.voteGranted()));
    }
  }

  void ofEffect(RaftEffect effect, NodeInput input, Step step, List<TraceDetail> details) {
    if (effect instanceof RaftEffect.Persist persist) {
      pendingWrites.add(persist);
      ofPersist(persist, raftInput(input), details);
    } else if (effect instanceof RaftEffect.RoleChanged change) {
      details.add(roleEvent(change, raftInput(input), step.before()));
    } else if (effect instanceof RaftEffect.ApplyCommitted) {
      commitAdvances(step, details);
    } else {
      news(effect, details);
    }
  }

  private static void news(RaftEffect effect, List<TraceDetail> details) {
    if (effect instanceof RaftEffect.RestoreSnapshot restore) {
      Snapshot snapshot = restore.snapshot();
      details.add(new RaftTrace.SnapshotInstalled(snapshot.index(), snapshot.state().length()));
    } else if (effect instanceof RaftEffect.MembershipChanged changed) {
      Membership membership = changed.membership();
      details.add(
          new RaftTrace.MembershipChanged(
              membership.index(), membership.voters(), membership.learners()));
    } else if (effect instanceof RaftEffect.AnswerTransfer answer) {
      details.add(new RaftTrace.TransferEnded(answer.outcome().name()));
    } else if (effect instanceof RaftEffect.TransferStarted started) {
      details.add(new RaftTrace.TransferStarted(started.target()));
    } else if (effect instanceof RaftEffect.PreVoteStarted started) {
      details.add(new RaftTrace.PreVoteStarted(started.campaignTerm()));
    } else if (effect instanceof RaftEffect.ReadsConfirmed confirmed) {
      details.add(new RaftTrace.ReadsConfirmed(confirmed.readIndex(), confirmed.count()));
    }
  }

  private void ofPersist(RaftEffect.Persist persist, RaftInput input, List<TraceDetail> details) {
    if (persist instanceof RaftEffect.PersistHardState write) {
      details.add(
          new RaftTrace.HardStateChanged(
              write.hardState().currentTerm(), write.hardState().votedFor()));
    } else if (persist instanceof RaftEffect.AppendToLog append) {
      details.add(new RaftTrace.Appended(entries(append.entries())));
    } else if (persist instanceof RaftEffect.TruncateLog truncate) {
      details.add(new RaftTrace.Truncated(truncate.fromIndex()));
    } else if (persist instanceof RaftEffect.SaveSnapshot save && !isOfLeader(input)) {
      Snapshot snapshot = save.snapshot();
      details.add(new RaftTrace.SnapshotTaken(snapshot.index(), snapshot.state().length()));
    }
  }

  /** A leader's snapshot is told when it is restored, in the same step. */
  private static boolean isOfLeader(RaftInput input) {
    return input instanceof RaftInput.MessageArrived arrived
        && arrived.message() instanceof RaftMessage.InstallSnapshot;
  }

  private List<RaftTrace.Entry> entries(List<LogEntry> appended) {
    List<RaftTrace.Entry> entries = new ArrayList<>(appended.size());
    for (LogEntry entry : appended) {
      entries.add(entry(entry));
    }
    return entries;
  }

  private RaftTrace.Entry entry(LogEntry entry) {
    return new RaftTrace.Entry(
        entry.index(), entry.term(), words(entry), entry.command().hashCode());
  }

  private String words(LogEntry entry) {
    return entry.kind() == LogEntry.Kind.COMMAND
        ? told.of(entry.index(), entry.command())
        : wordsOfOwn(entry);
  }

  /** Returns the words of an entry that Raft made for itself. */
  static String wordsOfOwn(LogEntry entry) {
    return entry.kind() == LogEntry.Kind.NO_OP
        ? "no-op"
        : "members " + new String(entry.command().toArray(), StandardCharsets.UTF_8);
  }

  private TraceDetail roleEvent(RaftEffect.RoleChanged change, RaftInput input, RaftStatus before) {
    return switch (change.role()) {
      case FOLLOWER -> new RaftTrace.BecameFollower(change.leaderId());
      case CANDIDATE -> new RaftTrace.BecameCandidate();
      case LEADER -> new RaftTrace.BecameLeader(votes(input, before));
    };
  }

  /** The vote that made the leader is no longer in its status: it arrived with the input. */
  private List<NodeId> votes(RaftInput input, RaftStatus before) {
    TreeSet<NodeId> votes = new TreeSet<>(before.votesReceived());
    votes.add(node);
    if (input instanceof RaftInput.MessageArrived arrived) {
      votes.add(arrived.from());
    }
    return List.copyOf(votes);
  }

  /** Tells the new commitIndex once: before it is applied, or at the end of the step. */
  private void commitAdvances(Step step, List<TraceDetail> details) {
    long commitIndex = step.after().log().commitIndex();
    if (commitIndex > step.before().log().commitIndex() && commitIndex != toldCommitIndex) {
      toldCommitIndex = commitIndex;
      details.add(new RaftTrace.CommitAdvanced(commitIndex));
    }
  }

  void ofChange(Step step, List<TraceDetail> details) {
    commitAdvances(step, details);
    boolean leads = step.after().role() == RoleName.LEADER;
    if (leads) {
      matchAdvances(step, details);
    }
    MonotonicTime deadline = step.after().deadline();
    boolean known = !deadline.equals(MonotonicTime.NEVER);
    if (known && !deadline.equals(step.before().deadline())) {
      details.add(new RaftTrace.DeadlineSet(!leads, deadline.since(step.now()).toNanos()));
    }
  }

  private void matchAdvances(Step step, List<TraceDetail> details) {
    Map<NodeId, Long> known = step.before().matchIndex();
    Map<NodeId, Long> next = step.after().nextIndex();
    for (Map.Entry<NodeId, Long> match : step.after().matchIndex().entrySet()) {
      if (match.getValue() > known.getOrDefault(match.getKey(), 0L)) {
        long nextIndex = next.getOrDefault(match.getKey(), match.getValue() + 1);
        details.add(new RaftTrace.MatchAdvanced(match.getKey(), match.getValue(), nextIndex));
      }
    }
  }
}
