package org.quorama.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.chunk.ChunkConfig;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.chunk.DataId;
import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterConfig;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.raft.RaftConfig;
import org.quorama.raft.log.RecoveredState;
import org.quorama.remote.PushedData;
import org.quorama.runtime.core.NodeCoreConfig;
import org.quorama.runtime.lab.LinkSwitch;
import org.quorama.runtime.time.LiveClock;
import org.quorama.storage.BlockSums;
import org.quorama.storage.ChunkStore;
import org.quorama.storage.DataDirectory;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceRing;

class DataFlowIT {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeId N3 = NodeId.of("n3");
  private static final List<NodeId> ALL = List.of(N1, N2, N3);
  private static final int CHUNK = 1 << 16;
  private static final int EVENTS = 10_000;

  @TempDir private Path directory;
  private final Map<NodeId, LiveNode> nodes = new ConcurrentHashMap<>();
  private final Map<NodeId, LinkSwitch> links = new ConcurrentHashMap<>();
  private final Map<NodeId, TraceRing> rings = new ConcurrentHashMap<>();
  private final Deque<AutoCloseable> disks = new ArrayDeque<>();

  private void start(Map<NodeId, String> racks) {
    ALL.forEach(node -> links.put(node, new LinkSwitch(node, new LiveClock())));
    ALL.forEach(node -> start(node, racks));
  }

  @AfterEach
  void stop() throws Exception {
    nodes.values().forEach(LiveNode::close);
    for (AutoCloseable disk : disks) {
      disk.close();
    }
  }

  @Test
  void dataReachesTheWholeChain() {
    start(Map.of());
    assertThat(push(1)).isEqualTo(new MutationReply(ErrorCode.NONE, List.of()));
  }

  @Test
  void dataEntersEachRackOnce() {
    start(Map.of(N1, "a", N2, "b", N3, "a"));
    assertThat(push(1)).isEqualTo(new MutationReply(ErrorCode.NONE, List.of()));
    assertThat(sentBy(N1)).containsExactly(N3);
    assertThat(sentBy(N3)).containsExactly(N2);
  }

  @Test
  void dataGoesRoundABrokenLinkIfAnotherChunkserverCanPassItOn() {
    start(Map.of());
    cut(N1, N2);
    assertThat(push(1)).isEqualTo(new MutationReply(ErrorCode.NONE, List.of()));
  }

  @Test
  void aNodeThatNobodyReachesIsTheOnlyOneThatFailed() {
    start(Map.of());
    cut(N1, N2);
    cut(N3, N2);
    assertThat(push(1)).isEqualTo(new MutationReply(ErrorCode.REPLICA_FAILED, List.of(N2)));
  }

  @Test
  void dataThatWasDamagedOnItsWayIsNotKept() {
    start(Map.of());
    PushedData damaged =
        new PushedData(
            new DataId(1, 1),
            ByteBuffer.wrap(new byte[] {1}),
            BlockSums.wrap(new int[] {7}),
            List.of(N2));
    assertThat(node(N1).push(damaged).code()).isEqualTo(ErrorCode.CORRUPT);
  }

  private List<NodeId> sentBy(NodeId node) {
    TraceRing ring = Objects.requireNonNull(rings.get(node));
    return ring.poll(1, EVENTS, Duration.ZERO).events().stream()
        .map(TraceEvent::detail)
        .filter(MessageTrace.Sent.class::isInstance)
        .map(MessageTrace.Sent.class::cast)
        .filter(sent -> sent.summary().kind() == MessageTrace.Kind.PUSH)
        .map(MessageTrace.Sent::to)
        .toList();
  }

  private void cut(NodeId from, NodeId to) {
    LinkSwitch ofFrom = Objects.requireNonNull(links.get(from));
    List<LinkRule> rules = new ArrayList<>(ofFrom.rules());
    rules.add(LinkRule.cut(from, to));
    ofFrom.set(rules);
  }

  private MutationReply push(long sequence) {
    byte[] bytes = {1, 2, 3};
    DataId id = new DataId(1, sequence);
    return node(N1).push(PushedData.of(id, Bytes.wrap(bytes), List.of(N2, N3)));
  }

  private LiveNode node(NodeId id) {
    return Objects.requireNonNull(nodes.get(id), "does not run");
  }

  private void start(NodeId node, Map<NodeId, String> racks) {
    DataDirectory data = DataDirectory.open(directory.resolve(node.value()), node, "test");
    ChunkStore chunks = ChunkStore.open(data, CHUNK);
    disks.push(data);
    disks.push(chunks);
    TraceRing ring = new TraceRing(1, EVENTS);
    rings.put(node, ring);
    LinkSwitch leaving = Objects.requireNonNull(links.get(node));
    LiveNodeParts parts =
        new LiveNodeParts(
            new NodeIdentity(node, new NodeAddress("127.0.0.1", 1), 1),
            config(node, racks),
            new NodeDisk(RecoveredState.EMPTY, batch -> {}, chunks),
            new TraceSink(ring, null),
            peer -> leaving.leaving(peer, new DirectPeer(() -> node(peer))),
            ClusterMembers::none);
    LiveNode live = new LiveNode(parts, failure -> {});
    nodes.put(node, live);
    live.start();
  }

  private static NodeCoreConfig config(NodeId node, Map<NodeId, String> racks) {
    MasterConfig master =
        new MasterConfig(node, CHUNK, 3, Duration.ofSeconds(5), Duration.ofSeconds(1), 100);
    return new NodeCoreConfig(
        RaftConfig.standard(
            node,
            ALL,
            RaftConfig.Timing.of(
                Duration.ofMillis(150), Duration.ofMillis(300), Duration.ofMillis(30)),
            RaftConfig.Limits.defaults()),
        master.withRepair(master.repair().withRacks(racks)),
        new ChunkConfig(node, CHUNK, Duration.ofMillis(200), Duration.ofSeconds(1), 100));
  }
}
