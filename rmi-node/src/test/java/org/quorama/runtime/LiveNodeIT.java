package org.quorama.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.chunk.ChunkConfig;
import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterConfig;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.protocol.Outcome;
import org.quorama.raft.RaftConfig;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.RoleName;
import org.quorama.raft.log.Membership;
import org.quorama.raft.log.RecoveredState;
import org.quorama.runtime.core.NodeCoreConfig;
import org.quorama.storage.ChunkStore;
import org.quorama.storage.DataDirectory;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceRing;

/** Live nodes that call each other directly, with a disk or a peer that misbehaves. */
class LiveNodeIT {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeId N3 = NodeId.of("n3");
  private static final NodeId N4 = NodeId.of("n4");

  @TempDir Path directory;

  private final Map<NodeId, LiveNode> nodes = new ConcurrentHashMap<>();
  private final ArrayList<AutoCloseable> disks = new ArrayList<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final FrozenPeer frozen = new FrozenPeer();
  private final AtomicReference<NodeId> slowNode = new AtomicReference<>();
  private final CountDownLatch slowDisk = new CountDownLatch(1);

  @AfterEach
  void stop() throws Exception {
    frozen.thaw.countDown();
    slowDisk.countDown();
    nodes.values().forEach(LiveNode::close);
    for (AutoCloseable disk : disks) {
      disk.close();
    }
  }

  @Test
  @DisplayName("ST-05 ST-06 a node whose disk fails acknowledges nothing and stops")
  void nodeWhoseDiskFailsAcknowledgesNothingAndStops() {
    AtomicBoolean full = new AtomicBoolean();
    start(N1, List.of(N1), batch -> failIf(full.get()));
    await().atMost(LONG).until(() -> leads(N1));
    full.set(true);

    OperationReply reply = node(N1).perform(makeDirectory());

    assertThat(reply.outcome()).isNotEqualTo(Outcome.OK);
    await().atMost(LONG).until(() -> failure.get() != null);
    assertThat(failure.get()).hasMessage("disk full");
    assertThat(node(N1).perform(makeDirectory()).outcome()).isEqualTo(Outcome.FAIL);
  }

  @Test
  @DisplayName("J-01 a frozen peer delays neither elections nor commits")
  void frozenPeerDelaysNeitherElectionsNorCommits() {
    List<NodeId> members = List.of(N1, N2, N3);
    start(N1, members, batch -> {});
    start(N2, members, batch -> {});
    await().atMost(LONG).until(() -> leads(N1) || leads(N2));
    assertThat(frozen.calls.getCount()).isZero();

    LiveNode leader = node(leads(N1) ? N1 : N2);
    OperationReply reply = leader.perform(makeDirectory());

    assertThat(reply.outcome()).isEqualTo(Outcome.OK);
    assertThat(failure.get()).isNull();
  }

  @Test
  @DisplayName("a follower whose disk is slow still hears its leader")
  void followerWhoseDiskIsSlowStillHearsItsLeader() {
    List<NodeId> members = List.of(N1, N2, N4);
    members.forEach(member -> start(member, members, batch -> slowDown(member)));
    NodeId leader = awaitLeader(members);
    NodeId slow =
        members.stream().filter(member -> !member.equals(leader)).findFirst().orElseThrow();
    long term = node(leader).status().raft().term();
    slowNode.set(slow);

    OperationReply reply = node(leader).perform(makeDirectory());

    assertThat(reply.outcome()).isEqualTo(Outcome.OK);
    long before = heartbeatsHeardBy(slow);
    await().atMost(LONG).until(() -> heartbeatsHeardBy(slow) > before + 15);
    assertThat(node(slow).status().raft().term()).isEqualTo(term);
    assertThat(node(slow).status().raft().leaderId()).isEqualTo(leader);
    slowDisk.countDown();
    await().atMost(LONG).until(() -> node(slow).status().raft().commitIndex() >= 2);
  }

  @Test
  @DisplayName("leadership goes to whoever is named, and a node can be removed")
  void leadershipGoesToWhoeverIsNamedAndANodeCanBeRemoved() {
    List<NodeId> members = List.of(N1, N2, N4);
    members.forEach(member -> start(member, members, batch -> {}));
    NodeId first = awaitLeader(members);
    NodeId next = members.stream().filter(id -> !id.equals(first)).findFirst().orElseThrow();

    assertThat(node(next).transferLeadership(first).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(node(first).transferLeadership(next).outcome()).isEqualTo(Outcome.OK);
    await().atMost(LONG).until(() -> leads(next));
    Membership.Change change = new Membership.Change(Membership.Step.REMOVE, first);
    await().atMost(LONG).until(() -> node(next).changeMembership(change).outcome() == Outcome.OK);

    assertThat(node(next).perform(makeDirectory()).outcome()).isEqualTo(Outcome.OK);
    assertThat(failure.get()).isNull();
  }

  /** Keeps the disk of the slow node busy until the latch opens. */
  private void slowDown(NodeId node) {
    try {
      if (node.equals(slowNode.get())) {
        slowDisk.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long heartbeatsHeardBy(NodeId node) {
    return node(node).pollTrace(0, 10_000, Duration.ZERO).events().stream()
        .map(TraceEvent::detail)
        .filter(detail -> detail instanceof MessageTrace.Received)
        .map(detail -> ((MessageTrace.Received) detail).summary().kind())
        .filter(kind -> kind == MessageTrace.Kind.HEARTBEAT)
        .count();
  }

  private static void failIf(boolean broken) {
    if (broken) {
      throw new IllegalStateException("disk full");
    }
  }

  private LiveNode node(NodeId id) {
    return Objects.requireNonNull(nodes.get(id), "does not run");
  }

  private NodeId awaitLeader(List<NodeId> members) {
    return await()
        .atMost(LONG)
        .until(() -> members.stream().filter(this::leads).findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  private boolean leads(NodeId node) {
    return node(node).status().raft().role() == RoleName.LEADER;
  }

  private static OperationRequest makeDirectory() {
    FileOperation operation = new FileOperation.MakeDirectory(FilePath.parse("/a"));
    return OperationRequest.once(operation);
  }

  private void start(
      NodeId node, List<NodeId> members, Consumer<List<RaftEffect.Persist>> raftLog) {
    DataDirectory data = DataDirectory.open(directory.resolve(node.value()), node, "test");
    ChunkStore chunks = ChunkStore.open(data, 1 << 16);
    disks.add(chunks);
    disks.add(data);
    LiveNodeParts parts =
        new LiveNodeParts(
            new NodeIdentity(node, new NodeAddress("127.0.0.1", 1), 1),
            config(node, members),
            new NodeDisk(RecoveredState.EMPTY, raftLog, chunks),
            new TraceSink(new TraceRing(1, 10_000), null),
            peer -> peer.equals(N3) ? frozen : new DirectPeer(() -> node(peer)),
            ClusterMembers::none);
    LiveNode live = new LiveNode(parts, failure::set);
    nodes.put(node, live);
    live.start();
  }

  private static NodeCoreConfig config(NodeId node, List<NodeId> members) {
    return new NodeCoreConfig(
        RaftConfig.standard(
            node,
            members,
            RaftConfig.Timing.of(
                Duration.ofMillis(150), Duration.ofMillis(300), Duration.ofMillis(30)),
            RaftConfig.Limits.defaults()),
        new MasterConfig(node, 1 << 16, 3, Duration.ofSeconds(5), Duration.ofSeconds(1), 100),
        new ChunkConfig(node, 1 << 16, Duration.ofMillis(200), Duration.ofSeconds(1), 100));
  }
}
