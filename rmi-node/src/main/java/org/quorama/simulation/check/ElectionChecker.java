package org.quorama.simulation.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RaftMessage;
import org.quorama.raft.RaftMessage.AppendEntries;
import org.quorama.raft.RaftMessage.AppendEntriesReply;
import org.quorama.raft.RaftMessage.RequestVote;
import org.quorama.raft.RaftMessage.RequestVoteReply;
import org.quorama.raft.RaftStatus;
import org.quorama.raft.RoleName;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.Membership;
import org.quorama.simulation.check.Rules.Rule;

/** Checks who leads which term, who voted for whom, and what messages promise of the disk. */
final class ElectionChecker {
  private final Rules rules;
  private final List<NodeId> nodes;
  private final List<DurableDisk> disks;
  private final LogChecker logs;
  private final Map<Long, Integer> leaders = new HashMap<>();
  private final Map<Vote, NodeId> votes = new HashMap<>();

  /** The first term from which on each node gave up no entries of its log. */
  private final Map<Integer, Long> truncated = new HashMap<>();

  private record Vote(NodeId voter, long term) {}

  ElectionChecker(Rules rules, List<NodeId> nodes, List<DurableDisk> disks, LogChecker logs) {
    this.rules = rules;
    this.nodes = nodes;
    this.disks = disks;
    this.logs = logs;
  }

  /** Takes over what a node believes whose past was not seen. */
  void goesOn(int node, RaftStatus status) {
    NodeId self = nodes.get(node);
    long term = status.hardState().currentTerm();
    NodeId votedFor = status.hardState().votedFor();
    if (status.role() == RoleName.LEADER) {
      leaders.put(term, node);
    }
    if (votedFor != null) {
      votes.putIfAbsent(new Vote(self, term), votedFor);
    }
    status.votesReceived().forEach(voter -> votes.putIfAbsent(new Vote(voter, term), self));
  }

  void elected(int node, long term) {
    Integer first = leaders.putIfAbsent(term, node);
    if (first != null && first != node) {
      throw rules.broken(
          Rule.ELECTION_SAFETY, "%s and %s lead term %d", nodes.get(first), nodes.get(node), term);
    }
    if (rules.seeCauses()) {
      countVotes(nodes.get(node), term, logs.mirror(node).membership());
    }
  }

  /** Notes that a node follows another log from here on. */
  void truncated(int node, long term) {
    truncated.put(node, term);
  }

  /** Notes that a node starts: what it led before may have lost what was not forced. */
  void booted(int node, HardState recovered) {
    truncated.put(node, recovered.currentTerm() + 1);
  }

  private void countVotes(NodeId leader, long term, Membership membership) {
    long votes =
        membership.voters().stream()
            .filter(voter -> voter.equals(leader) || leader.equals(votes(voter, term)))
            .count();
    if (votes < membership.quorum()) {
      throw rules.broken(
          Rule.ELECTION_SAFETY,
          "%s leads term %d with %d votes of %s",
          leader,
          term,
          votes,
          membership.voters());
    }
  }

  private @Nullable NodeId votes(NodeId voter, long term) {
    return votes.get(new Vote(voter, term));
  }

  /** Checks a message at the moment it leaves. */
  void leaving(int node, NodeId to, RaftMessage message) {
    message.accept(new Leaving(node, to));
  }

  private void voted(int node, long term, NodeId candidate) {
    NodeId first = votes.putIfAbsent(new Vote(nodes.get(node), term), candidate);
    if (first != null && !first.equals(candidate)) {
      throw rules.broken(
          Rule.ONE_VOTE,
          "%s votes for %s and for %s in term %d",
          nodes.get(node),
          first,
          candidate,
          term);
    }
    HardState durable = disks.get(node).durableHardState();
    boolean kept =
        durable.currentTerm() > term
            || (durable.currentTerm() == term && candidate.equals(durable.votedFor()));
    if (rules.seeCauses() && !kept) {
      throw rules.broken(
          Rule.DURABLE_PROMISE,
          "%s votes for %s in term %d, its disk has %s",
          nodes.get(node),
          candidate,
          term,
          durable);
    }
  }

  private void acknowledged(int node, NodeId leader, AppendEntriesReply reply) {
    if (!rules.seeCauses()) {
      return;
    }
    DurableDisk disk = disks.get(node);
    boolean laterTerm = disk.durableHardState().currentTerm() > reply.term();
    LogEntry held = disk.durableEntry(reply.matchIndex());
    boolean present = reply.matchIndex() <= disk.durableSnapshotIndex() || held != null;
    if (!laterTerm && reply.success() && !(present && asLeader(leader, held, reply))) {
      throw rules.broken(
          Rule.DURABLE_PROMISE,
          "%s acknowledges %d in term %d to %s, its disk has %s there",
          nodes.get(node),
          reply.matchIndex(),
          reply.term(),
          leader,
          held);
    }
  }

  private void installed(int node, RaftMessage.InstallSnapshotReply reply) {
    DurableDisk disk = disks.get(node);
    boolean present =
        reply.matchIndex() <= disk.durableSnapshotIndex()
            || disk.durableEntry(reply.matchIndex()) != null;
    if (rules.seeCauses() && !present) {
      throw rules.broken(
          Rule.DURABLE_PROMISE,
          "%s acknowledges a snapshot of %d, its disk has one of %d",
          nodes.get(node),
          reply.matchIndex(),
          disk.durableSnapshotIndex());
    }
  }

  /** Tells whether the leader of that term, if it is still the same log, has the same entry. */
  private boolean asLeader(NodeId leader, @Nullable LogEntry held, AppendEntriesReply reply) {
    int index = nodes.indexOf(leader);
    LogEntry mine = logs.mirror(index).entry(reply.matchIndex());
    boolean leads =
        Integer.valueOf(index).equals(leaders.get(reply.term()))
            && truncated.getOrDefault(index, 0L) <= reply.term();
    return !leads || mine == null || held == null || mine.equals(held) || mine.term() > held.term();
  }

  private void termIsDurable(int node, long term) {
    long durable = disks.get(node).durableHardState().currentTerm();
    if (rules.seeCauses() && durable < term) {
      throw rules.broken(
          Rule.DURABLE_PROMISE,
          "%s speaks in term %d, its disk has term %d",
          nodes.get(node),
          term,
          durable);
    }
  }

  /** Checks one message of one node. */
  private final class Leaving implements RaftMessage.Handler<Boolean> {
    private final int node;
    private final NodeId to;

    Leaving(int node, NodeId to) {
      this.node = node;
      this.to = to;
    }

    @Override
    public Boolean requestVote(RequestVote message) {
      voted(node, message.term(), nodes.get(node));
      return true;
    }

    @Override
    public Boolean requestVoteReply(RequestVoteReply message) {
      termIsDurable(node, message.term());
      if (message.voteGranted()) {
        voted(node, message.term(), to);
      }
      return message.voteGranted();
    }

    @Override
    public Boolean appendEntries(AppendEntries message) {
      return true;
    }

    @Override
    public Boolean appendEntriesReply(AppendEntriesReply message) {
      termIsDurable(node, message.term());
      acknowledged(node, to, message);
      return message.success();
    }

    @Override
    public Boolean preVote(RaftMessage.PreVote message) {
      return true;
    }

    @Override
    public Boolean preVoteReply(RaftMessage.PreVoteReply message) {
      return true;
    }

    @Override
    public Boolean installSnapshot(RaftMessage.InstallSnapshot message) {
      return true;
    }

    @Override
    public Boolean installSnapshotReply(RaftMessage.InstallSnapshotReply message) {
      termIsDurable(node, message.term());
      installed(node, message);
      return message.matchIndex() > 0;
    }

    @Override
    public Boolean timeoutNow(RaftMessage.TimeoutNow message) {
      return true;
    }

    @Override
    public Boolean timeoutNowReply(RaftMessage.TimeoutNowReply message) {
      return true;
    }
  }
}
