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
  private static final NodeId N6 = NodeId.of("n6");
  private static final long BASE = 10_000;
  private static final RaftSummary START =
      new RaftSummary(0, RoleName.FOLLOWER, null, null, 0, 0, 0, 0, 0);

  private final List<TraceEvent> events = new ArrayList<>();
  private final Map<NodeId, Long> seq = new HashMap<>();
  private final Map<NodeId, RaftSummary> states = new HashMap<>();
  private final Map<NodeId, Long> incarnations = new HashMap<>();
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

  /**
   * Returns the run long after: n1 to n3 took snapshots, n5 installed n2's, n6 became a learner, n4
   * was removed, which is not yet committed, and n2 answers reads while a piece is under way.
   */
  public static List<TraceEvent> members() {
    SampleTraces run = new SampleTraces();
    run.boot();
    run.election();
    run.longAfter();
    run.chunks();
    run.boot(ALL.get(4));
    run.memberChanges();
    run.send(ALL.get(1), N6, MessageTrace.Kind.INSTALL_SNAPSHOT, true);
    run.send(N6, ALL.get(1), MessageTrace.Kind.INSTALL_SNAPSHOT_REPLY, true);
    run.timeNanos += 250 * MILLI;
    run.add(ALL.get(1), new RaftTrace.ReadsConfirmed(BASE + 3, 2));
    run.add(ALL.get(1), new RaftTrace.ReadsConfirmed(BASE + 3, 1));
    run.timeNanos += 350 * MILLI;
    run.add(ALL.get(2), new RaftTrace.DeadlineSet(true, 1_800 * MILLI));
    return List.copyOf(run.events);
  }

  /** Returns a run in which n2 hands over to n1, and n4 asks whether it could win. */
  public static List<TraceEvent> handOver() {
    SampleTraces run = new SampleTraces();
    run.boot();
    run.election();
    run.replication();
    NodeId n2 = ALL.get(1);
    NodeId n4 = ALL.get(3);
    run.state(n4, 3, RoleName.FOLLOWER, n2, null);
    run.add(n4, new RaftTrace.PreVoteStarted(4));
    run.send(n4, ALL.get(2), MessageTrace.Kind.PRE_VOTE, false);
    run.send(ALL.get(4), n4, MessageTrace.Kind.PRE_VOTE_REPLY, false);
    run.add(n2, new RaftTrace.TransferStarted(ALL.get(0)));
    run.send(n2, ALL.get(0), MessageTrace.Kind.TIMEOUT_NOW, false);
    run.timeNanos += 300 * MILLI;
    run.add(ALL.get(2), new RaftTrace.DeadlineSet(true, 1_800 * MILLI));
    return List.copyOf(run.events);
  }

  /**
   * Returns a run under load: a leader and a follower write, and the leader's messages fly.
   *
   * @param entries how many entries are written, one event each for its many steps
   */
  public static List<TraceEvent> load(int entries) {
    SampleTraces run = new SampleTraces();
    run.boot();
    run.election();
    for (int i = 1; i <= entries; i++) {
      for (NodeId node : List.of(ALL.get(1), ALL.get(2))) {
        run.log(node, i, i - 1L, i - 1L);
        run.add(
            node, new RaftTrace.Appended(List.of(new RaftTrace.Entry(i, 3, "mkdir /d" + i, i))));
        run.add(node, new RaftTrace.Durable(i));
      }
      run.send(ALL.get(1), ALL.get(2), MessageTrace.Kind.APPEND_ENTRIES, false);
      run.send(ALL.get(2), ALL.get(1), MessageTrace.Kind.APPEND_ENTRIES_REPLY, true);
      run.add(ALL.get(1), new RaftTrace.MatchAdvanced(ALL.get(2), i, i + 1L));
      run.add(ALL.get(1), new RaftTrace.CommitAdvanced(i));
      run.add(ALL.get(1), new RaftTrace.ReadsConfirmed(i, 2));
    }
    return List.copyOf(run.events);
  }

  private void send(NodeId from, NodeId to, MessageTrace.Kind kind, boolean positive) {
    String id = from + ":1:" + events.size();
    MessageTrace.Summary summary = new MessageTrace.Summary(kind, 3, BASE, 1, 4, positive);
    add(from, new MessageTrace.Sent(id, to, summary));
    add(to, new MessageTrace.Received(id, from, summary));
  }

  private void longAfter() {
    for (NodeId node : ALL) {
      log(node, BASE + 1, BASE, BASE);
      if (node.equals(ALL.get(0)) || node.equals(ALL.get(1)) || node.equals(ALL.get(2))) {
        snapshot(node, BASE);
        add(node, new RaftTrace.SnapshotTaken(BASE, 81_920));
        add(node, new RaftTrace.SnapshotDurable(BASE, true));
      }
      List<RaftTrace.Entry> entries = new ArrayList<>();
      for (long index = BASE - 4; index <= BASE + 1; index++) {
        entries.add(new RaftTrace.Entry(index, 3, "mkdir /films/d" + index, 1));
      }
      add(node, new RaftTrace.Appended(entries));
      add(node, new RaftTrace.Durable(BASE + 1));
    }
  }

  private void boot(NodeId node) {
    snapshot(node, BASE + 1);
    incarnations.put(node, 2L);
    add(node, new NodeTrace.Boot("127.0.0.1:21005", 3, BASE));
    add(node, new RaftTrace.SnapshotInstalled(BASE + 1, 81_920));
  }

  private void memberChanges() {
    NodeId n2 = ALL.get(1);
    add(N6, new NodeTrace.Boot("127.0.0.1:21006", 0, 0));
    state(N6, 3, RoleName.FOLLOWER, null, n2);
    List<NodeId> four = List.of(ALL.get(0), n2, ALL.get(2), ALL.get(4));
    change(BASE + 2, ALL, "members n1,n2,n3,n4,n5,+n6");
    for (NodeId node : List.of(n2, ALL.get(0), ALL.get(2))) {
      log(node, BASE + 2, BASE + 2, BASE + 2);
      add(node, new RaftTrace.CommitAdvanced(BASE + 2));
    }
    add(ALL.get(3), new NodeTrace.Killed());
    change(BASE + 3, four, "members n1,n2,n3,n5,+n6");
  }

  private void change(long index, List<NodeId> voters, String words) {
    for (NodeId node : List.of(ALL.get(1), ALL.get(0), ALL.get(2), ALL.get(4), N6)) {
      RaftSummary now = states.getOrDefault(node, START);
      if (now.lastIndex() == index - 1 || node.equals(ALL.get(1))) {
        log(node, index, now.commitIndex(), now.lastApplied());
        add(node, new RaftTrace.MembershipChanged(index, voters, List.of(N6)));
        add(node, new RaftTrace.Appended(List.of(new RaftTrace.Entry(index, 3, words, 1))));
        add(node, new RaftTrace.Durable(index));
      }
    }
  }

  private void add(NodeId node, TraceDetail detail) {
    long next = seq.merge(node, 1L, Long::sum);
    timeNanos += MILLI / 10;
    RaftSummary state = states.getOrDefault(node, START);
    long boot = incarnations.getOrDefault(node, 1L);
    events.add(new TraceEvent(node, boot, next, events.size() + 1, timeNanos, state, detail));
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
            old.snapshotIndex()));
  }

  private void log(NodeId node, long last, long commit, long applied) {
    RaftSummary old = states.getOrDefault(node, START);
    states.put(
        node,
        new RaftSummary(
            old.term(),
            old.role(),
            old.votedFor(),
            old.leaderId(),
            last,
            3,
            commit,
            applied,
            old.snapshotIndex()));
  }

  private void snapshot(NodeId node, long index) {
    RaftSummary old = states.getOrDefault(node, START);
    states.put(
        node,
        new RaftSummary(
            old.term(),
            old.role(),
            old.votedFor(),
            old.leaderId(),
            Math.max(old.lastIndex(), index),
            3,
            Math.max(old.commitIndex(), index),
            Math.max(old.lastApplied(), index),
            index));
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
