package org.quorama.monitor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RoleName;
import org.quorama.trace.ChunkTrace;
import org.quorama.trace.MasterTrace;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.RaftSummary;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;

/** A made-up run: boot, election, replication in two phases, chunks, leases, a killed node. */
public final class SampleTraces {
  private static final long MILLI = 1_000_000L;
  private static final List<NodeId> ALL =
      List.of(NodeId.of("n1"), NodeId.of("n2"), NodeId.of("n3"), NodeId.of("n4"), NodeId.of("n5"));
  private static final RaftSummary START =
      new RaftSummary(0, RoleName.FOLLOWER, null, null, 0, 0, 0, 0, 0);

  private final List<TraceEvent> events = new ArrayList<>();
  private final Map<NodeId, Long> seq = new HashMap<>();
  private final Map<NodeId, RaftSummary> states = new HashMap<>();
  private long timeNanos;

  /** Returns the run: n2 leads term 3, n5 is dead, entry 5 waits for its second phase. */
  public static List<TraceEvent> firstFile() {
    SampleTraces run = new SampleTraces();
    run.boot();
    run.election();
    run.replication();
    run.chunks();
    run.inFlight();
    return List.copyOf(run.events);
  }

  /** Returns the run up to the moment when n2 has two votes. */
  public static List<TraceEvent> candidate() {
    SampleTraces run = new SampleTraces();
    run.boot();
    NodeId n2 = ALL.get(1);
    run.state(n2, 3, RoleName.CANDIDATE, n2, null);
    run.add(n2, new RaftTrace.BecameCandidate());
    run.add(n2, new RaftTrace.VoteCounted(ALL.get(2), true));
    run.add(n2, new RaftTrace.VoteCounted(ALL.get(3), false));
    run.vote(n2, ALL.get(0));
    run.timeNanos += 250 * MILLI;
    run.add(n2, new RaftTrace.DeadlineSet(true, 1_500 * MILLI));
    return List.copyOf(run.events);
  }

  private void add(NodeId node, TraceDetail detail) {
    long next = seq.merge(node, 1L, Long::sum);
    timeNanos += MILLI / 10;
    RaftSummary state = states.getOrDefault(node, START);
    events.add(new TraceEvent(node, 1, next, events.size() + 1, timeNanos, state, detail));
  }

  private void state(
      NodeId node, long term, RoleName role, @Nullable NodeId vote, @Nullable NodeId leader) {
    RaftSummary old = states.getOrDefault(node, START);
    states.put(
        node,
        new RaftSummary(
            term,
            role,
            vote,
            leader,
            old.lastIndex(),
            old.lastTerm(),
            old.commitIndex(),
            old.lastApplied(),
            0));
  }

  private void log(NodeId node, long last, long commit, long applied) {
    RaftSummary old = states.getOrDefault(node, START);
    states.put(
        node,
        new RaftSummary(
            old.term(), old.role(), old.votedFor(), old.leaderId(), last, 3, commit, applied, 0));
  }

  private void boot() {
    for (NodeId node : ALL) {
      add(node, new NodeTrace.Boot("127.0.0.1:2100" + node.value().charAt(1), 0, 0));
      add(node, new RaftTrace.DeadlineSet(true, 2_000 * MILLI));
    }
    timeNanos += 900 * MILLI;
  }

  private void vote(NodeId from, NodeId to) {
    String id = from + ":1:" + events.size();
    MessageTrace.Summary ask =
        new MessageTrace.Summary(MessageTrace.Kind.REQUEST_VOTE, 3, 0, 0, 0, false);
    add(from, new MessageTrace.Sent(id, to, ask));
    add(to, new MessageTrace.Received(id, from, ask));
  }

  private void election() {
    NodeId n2 = ALL.get(1);
    add(n2, new RaftTrace.ElectionTimedOut());
    state(n2, 3, RoleName.CANDIDATE, n2, null);
    add(n2, new RaftTrace.BecameCandidate());
    for (NodeId node : ALL) {
      state(node, 3, node.equals(n2) ? RoleName.CANDIDATE : RoleName.FOLLOWER, n2, null);
      add(n2, new RaftTrace.VoteCounted(node, true));
    }
    state(n2, 3, RoleName.LEADER, n2, n2);
    add(n2, new RaftTrace.BecameLeader(ALL));
    for (NodeId node : ALL) {
      if (!node.equals(n2)) {
        state(node, 3, RoleName.FOLLOWER, n2, n2);
        add(node, new RaftTrace.BecameFollower(n2));
      }
    }
  }

  private void replication() {
    List<RaftTrace.Entry> entries =
        List.of(
            new RaftTrace.Entry(1, 3, "no-op", 1),
            new RaftTrace.Entry(2, 3, "mkdir /films", 2),
            new RaftTrace.Entry(3, 3, "create /films/tour.mp4", 3),
            new RaftTrace.Entry(4, 3, "allocate c00000001", 4));
    for (NodeId node : ALL) {
      log(node, 4, 0, 0);
      add(node, new RaftTrace.Appended(entries));
      add(node, new RaftTrace.Durable(node.equals(ALL.get(4)) ? 2 : 4));
    }
    for (NodeId node : ALL) {
      log(node, 4, 4, node.equals(ALL.get(3)) ? 3 : 4);
      add(node, new RaftTrace.CommitAdvanced(4));
    }
    log(ALL.get(1), 5, 4, 4);
    add(
        ALL.get(1),
        new RaftTrace.Appended(List.of(new RaftTrace.Entry(5, 3, "allocate c00000002", 5))));
    add(ALL.get(1), new RaftTrace.Durable(5));
    log(ALL.get(0), 5, 4, 4);
    add(
        ALL.get(0),
        new RaftTrace.Appended(List.of(new RaftTrace.Entry(5, 3, "allocate c00000002", 5))));
  }

  private void chunks() {
    NodeId master = ALL.get(1);
    for (int i = 0; i < 3; i++) {
      String id = "c0000000" + (i + 1);
      List<NodeId> at = List.of(ALL.get(i), ALL.get(i + 1), ALL.get(i + 2));
      add(master, new MasterTrace.ChunkPlaced("/films/tour.mp4", i, id, at));
      add(master, new MasterTrace.LeaseGranted(id, 2, at.get(0), at, 20_000 * MILLI));
      add(at.get(0), new ChunkTrace.VersionStored(id, 2));
      add(at.get(1), new ChunkTrace.VersionStored(id, 2));
      add(at.get(2), new ChunkTrace.VersionStored(id, i == 2 ? 1 : 2));
    }
    add(ALL.get(4), new NodeTrace.Killed());
    timeNanos += 400 * MILLI;
  }

  private void inFlight() {
    NodeId n2 = ALL.get(1);
    for (NodeId to : List.of(ALL.get(0), ALL.get(2), ALL.get(4))) {
      String id = "n2:1:" + to;
      boolean data = to.equals(ALL.get(0));
      MessageTrace.Kind kind =
          data ? MessageTrace.Kind.APPEND_ENTRIES : MessageTrace.Kind.HEARTBEAT;
      add(n2, new MessageTrace.Sent(id, to, new MessageTrace.Summary(kind, 3, 4, 1, 4, false)));
    }
    add(n2, new MessageTrace.Dropped("n2:1:n5", ALL.get(4), "unreachable"));
    timeNanos += 280 * MILLI;
    add(ALL.get(3), new RaftTrace.DeadlineSet(true, 1_800 * MILLI));
  }
}
