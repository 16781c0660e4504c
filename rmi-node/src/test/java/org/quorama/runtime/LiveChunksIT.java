package org.quorama.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkConfig;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.chunk.ChunkVersion;
import org.quorama.chunk.DataId;
import org.quorama.chunk.Mutation;
import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterConfig;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.raft.RaftConfig;
import org.quorama.raft.log.RecoveredState;
import org.quorama.remote.PushedData;
import org.quorama.remote.Stamp;
import org.quorama.runtime.core.NodeCoreConfig;
import org.quorama.storage.ChunkStore;
import org.quorama.storage.DataDirectory;
import org.quorama.trace.ChunkTrace;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceRing;

/** Three live nodes with real disks that call each other directly; the test is their master. */
class LiveChunksIT {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final int CHUNK_BYTES = 1 << 16;
  private static final int MEBIBYTE = 1 << 20;
  private static final int BUFFERED_MEBIBYTES = 24;
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeId N3 = NodeId.of("n3");
  private static final Stamp MASTER = new Stamp(N3, 1, 1, "n3:1:900000");

  /** Higher than any id that the masters of the nodes have given, so that none is garbage. */
  private static final ChunkId CHUNK = new ChunkId(900);

  private static final ChunkId COPY = new ChunkId(901);
  private static final ChunkVersion V1 = new ChunkVersion(1);

  @TempDir Path directory;

  private final Map<NodeId, LiveNode> nodes = new ConcurrentHashMap<>();
  private final ArrayList<AutoCloseable> disks = new ArrayList<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private long pushes;

  @BeforeEach
  void start() {
    List<NodeId> members = List.of(N1, N2, N3);
    members.forEach(member -> start(member, members));
    await().atMost(LONG).until(() -> node(N1).status().raft().leaderId() != null);
    List<NodeId> replicas = List.of(N1, N2);
    ChunkMessage.Grant grant =
        new ChunkMessage.Grant(CHUNK, V1, true, N1, replicas, Duration.ofMinutes(1));
    replicas.forEach(to -> assertThat(node(to).grant(MASTER, grant).content().accepted()).isTrue());
  }

  @AfterEach
  void stop() throws Exception {
    nodes.values().forEach(LiveNode::close);
    for (AutoCloseable disk : disks) {
      disk.close();
    }
    assertThat(failure.get()).isNull();
  }

  @Test
  @DisplayName("F-11 A revoked primary orders nothing more")
  void leaseIsRevoked() {
    assertThat(append("one")).isEqualTo(new MutationReply(ErrorCode.NONE, List.of(), 0));
    assertThat(append("two")).isEqualTo(new MutationReply(ErrorCode.NONE, List.of(), 3));

    ChunkMessage.Revoke revoke = new ChunkMessage.Revoke(CHUNK, V1);
    assertThat(node(N1).revoke(MASTER, revoke).content().accepted()).isTrue();
    assertThat(append("three").code()).isEqualTo(ErrorCode.NO_LEASE);
    assertThat(read(N2, CHUNK)).isEqualTo(Bytes.ofUtf8("onetwo"));
  }

  @Test
  @DisplayName("F-13 What rode with an order is dropped when the order is answered")
  void riderIsDropped() {
    pushes++;
    DataId id = new DataId(1, pushes);
    PushedData data = PushedData.of(id, Bytes.ofUtf8("rider"), List.of(N2));
    ChunkMessage.Write order =
        new ChunkMessage.Write(CHUNK, V1, new Mutation.AppendData(data.length(), id, true));

    assertThat(node(N1).write(data, order).code()).isEqualTo(ErrorCode.NONE);
    assertThat(node(N1).write(order).code()).isEqualTo(ErrorCode.DATA_NOT_FOUND);
    assertThat(read(N2, CHUNK)).isEqualTo(Bytes.ofUtf8("rider"));
  }

  @Test
  @DisplayName(
      "F-13 What was pushed and made room for younger data is told of, and asked for again")
  void dataThatWaitsIsEvicted() {
    DataId first = push(Bytes.wrap(new byte[MEBIBYTE]));
    for (int i = 0; i < BUFFERED_MEBIBYTES; i++) {
      push(Bytes.wrap(new byte[MEBIBYTE]));
    }

    Mutation append = new Mutation.AppendData(1, first, true);
    MutationReply reply = node(N1).write(new ChunkMessage.Write(CHUNK, V1, append));
    assertThat(reply.code()).isEqualTo(ErrorCode.DATA_NOT_FOUND);
    assertThat(node(N1).pollTrace(1, 10_000, LONG).events())
        .extracting(TraceEvent::detail)
        .contains(new ChunkTrace.DataEvicted(first.client(), first.sequence(), MEBIBYTE));
  }

  @Test
  @DisplayName("F-14 A replica is pulled from another node, and cloned on its disk")
  void replicaIsPulledAndCloned() {
    assertThat(append("record").code()).isEqualTo(ErrorCode.NONE);

    ChunkMessage.CopyChunk pull = new ChunkMessage.CopyChunk(CHUNK, V1, N2);
    assertThat(node(N3).copyChunk(MASTER, pull).content().code()).isEqualTo(ErrorCode.NONE);
    ChunkMessage.CloneChunk order = new ChunkMessage.CloneChunk(CHUNK, V1, COPY, V1);
    assertThat(node(N3).cloneChunk(MASTER, order).content().code()).isEqualTo(ErrorCode.NONE);

    assertThat(read(N3, CHUNK)).isEqualTo(Bytes.ofUtf8("record"));
    assertThat(read(N3, COPY)).isEqualTo(Bytes.ofUtf8("record"));
    ChunkVersion newer = V1.next();
    ChunkMessage.CopyChunk stale = new ChunkMessage.CopyChunk(CHUNK, newer, N1);
    assertThat(node(N3).copyChunk(MASTER, stale).content().code())
        .as("the source is older")
        .isEqualTo(ErrorCode.STALE_VERSION);
    assertThat(read(N3, CHUNK)).isEqualTo(Bytes.ofUtf8("record"));
  }

  private MutationReply append(String text) {
    Bytes bytes = Bytes.ofUtf8(text);
    DataId data = push(bytes);
    Mutation append = new Mutation.AppendData(bytes.length(), data, true);
    return node(N1).write(new ChunkMessage.Write(CHUNK, V1, append));
  }

  private DataId push(Bytes bytes) {
    pushes++;
    DataId data = new DataId(1, pushes);
    MutationReply pushed = node(N1).push(PushedData.of(data, bytes, List.of(N2)));
    assertThat(pushed.failed()).isEmpty();
    return data;
  }

  private Bytes read(NodeId from, ChunkId chunk) {
    return node(from).read(new ChunkMessage.Read(chunk, V1, new ByteRange(0, 99))).bytes();
  }

  private LiveNode node(NodeId id) {
    return Objects.requireNonNull(nodes.get(id), "does not run");
  }

  private void start(NodeId node, List<NodeId> members) {
    DataDirectory data = DataDirectory.open(directory.resolve(node.value()), node, "test");
    ChunkStore chunks = ChunkStore.open(data, CHUNK_BYTES);
    disks.add(chunks);
    disks.add(data);
    LiveNodeParts parts =
        new LiveNodeParts(
            new NodeIdentity(node, new NodeAddress("127.0.0.1", 1), 1),
            config(node, members),
            new NodeDisk(RecoveredState.EMPTY, batch -> {}, chunks),
            new TraceSink(new TraceRing(1, 10_000), null),
            peer -> new DirectPeer(() -> node(peer)),
            ClusterMembers::none);
    LiveNode live = new LiveNode(parts, failure::set);
    nodes.put(node, live);
    live.start();
  }

  private static NodeCoreConfig config(NodeId node, List<NodeId> members) {
    RaftConfig.Timing timing =
        RaftConfig.Timing.of(Duration.ofMillis(150), Duration.ofMillis(300), Duration.ofMillis(30));
    Duration second = Duration.ofSeconds(1);
    return new NodeCoreConfig(
        RaftConfig.standard(node, members, timing, RaftConfig.Limits.defaults()),
        new MasterConfig(node, CHUNK_BYTES, 3, Duration.ofSeconds(5), second, 100),
        new ChunkConfig(node, CHUNK_BYTES, Duration.ofMillis(200), second, 100));
  }
}
