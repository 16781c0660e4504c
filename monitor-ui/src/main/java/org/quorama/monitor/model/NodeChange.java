package org.quorama.monitor.model;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.raft.log.Membership;
import org.quorama.trace.RaftSummary;
import org.quorama.trace.RaftTrace;

/** Collects changes to one node; lives for one event. */
final class NodeChange {
  private final NodeModel before;
  private Life life;
  private long incarnation;
  private RaftSummary raft;
  private Map<NodeId, Boolean> votes;
  private Deadline deadline;
  private NavigableMap<Long, LogCell> log;
  private NodeModel.LogState logState;
  private Map<NodeId, NodeModel.Progress> peers;
  private @Nullable Membership membership;
  private Activity activity;
  private long missing;

  NodeChange(NodeModel before) {
    this.before = before;
    this.life = before.life();
    this.incarnation = before.incarnation();
    this.raft = before.raft();
    this.votes = before.votes();
    this.deadline = before.deadline();
    this.log = before.log();
    this.logState = before.logState();
    this.peers = before.peers();
    this.membership = before.membership();
    this.activity = before.activity();
    this.missing = before.missing();
  }

  NodeModel done() {
    return new NodeModel(
        before.id(),
        life,
        incarnation,
        raft,
        votes,
        deadline,
        log,
        logState,
        peers,
        membership,
        activity,
        missing);
  }

  NodeChange life(Life now) {
    life = now;
    return this;
  }

  NodeChange state(long boot, RaftSummary now) {
    incarnation = boot;
    if (now.term() != raft.term()) {
      votes = new TreeMap<>();
      peers = new TreeMap<>();
    }
    if (now.snapshotIndex() > raft.snapshotIndex()) {
      replaced(now);
    }
    raft = now;
    return this;
  }

  /** A snapshot stands for all entries up to its index; what is no longer in the log is gone. */
  private void replaced(RaftSummary now) {
    long last = Math.max(now.snapshotIndex(), now.lastIndex());
    log = new TreeMap<>(log.subMap(now.snapshotIndex(), false, last, true));
    durable(now.snapshotIndex());
  }

  NodeChange booted(long durableLastIndex) {
    votes = new TreeMap<>();
    peers = new TreeMap<>();
    deadline = Deadline.NONE;
    forget(durableLastIndex + 1);
    logState = logState.durable(durableLastIndex);
    membership = null;
    activity = Activity.NONE;
    return this;
  }

  NodeChange vote(NodeId from, boolean granted) {
    votes = new TreeMap<>(votes);
    votes.put(from, granted);
    return this;
  }

  NodeChange leads() {
    peers = new TreeMap<>();
    deadline = Deadline.NONE;
    return this;
  }

  NodeChange follows() {
    votes = new TreeMap<>();
    peers = new TreeMap<>();
    return this;
  }

  NodeChange deadline(Deadline next) {
    deadline = next;
    return this;
  }

  NodeChange appended(List<RaftTrace.Entry> entries) {
    TreeMap<Long, LogCell> now = new TreeMap<>(log);
    for (RaftTrace.Entry entry : entries) {
      now.put(entry.index(), new LogCell(entry.index(), entry.term(), entry.command()));
    }
    while (now.size() > NodeModel.MAX_CELLS) {
      now.pollFirstEntry();
    }
    log = now;
    return this;
  }

  NodeChange durable(long upTo) {
    logState = logState.durable(Math.max(logState.durableUpTo(), upTo));
    return this;
  }

  NodeChange truncated(long from) {
    forget(from);
    logState = logState.durable(Math.min(logState.durableUpTo(), from - 1));
    return this;
  }

  private void forget(long from) {
    logState = logState.without(log.tailMap(from, true));
    log = new TreeMap<>(log.headMap(from, false));
  }

  NodeChange applied(long digest) {
    logState = logState.applied(digest);
    return this;
  }

  NodeChange progress(NodeId follower, NodeModel.Progress now) {
    peers = new TreeMap<>(peers);
    peers.put(follower, now);
    return this;
  }

  NodeChange members(Membership now) {
    membership = now;
    return this;
  }

  NodeChange about(UnaryOperator<Activity> change) {
    activity = change.apply(activity);
    return this;
  }

  NodeChange missed(long more) {
    activity = activity.handing(null);
    missing += more;
    return this;
  }
}
