package org.quorama.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.chunk.ChunkVersion;
import org.quorama.chunk.DataId;
import org.quorama.chunk.Mutation;
import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.ReadMode;
import org.quorama.metadata.operation.RequestId;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.MonotonicTime;
import org.quorama.remote.NodeConnector;
import org.quorama.remote.NodePort;
import org.quorama.remote.NodeStatus;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.PushedData;
import org.quorama.remote.ReadReply;
import org.quorama.trace.TraceBatch;

/** Five nodes in memory with one file, as a client sees them. Its clock moves when it is waited. */
final class FakeCluster implements NodeConnector, ClientClock {
  static final int CHUNK = 4 << 20;

  /** So much more are the numbers of another file's chunks. */
  private static final int ANOTHER = 1000;

  /** The numbers of reserved chunks are above this. */
  private static final int FIRST_RESERVED = 500;

  final Map<NodeId, FakeNode> nodes = new TreeMap<>();
  final List<RequestId> asked = new ArrayList<>();
  final List<FileOperation> operations = new ArrayList<>();

  /** All that primaries were asked to order, but for syncs. */
  final List<ChunkMessage.Write> orders = new ArrayList<>();

  /** Where primaries were asked to force what they had ordered. */
  final List<ChunkMessage.Write> syncs = new ArrayList<>();

  volatile @Nullable NodeId leader = NodeId.of("n1");
  long waitedNanos;
  long term = 7;
  int lookups;

  /** Answers instead of the master while it returns something. */
  Function<FileOperation, @Nullable OperationReply> interceptor = operation -> null;

  /** Is called at every pause. */
  Runnable whilePausing = () -> {};

  /** Hears how many requests come together, before they are performed. */
  volatile IntConsumer beforeBatch = size -> {};

  final Set<Long> sessions = new HashSet<>();
  final List<OperationRequest> requests = new ArrayList<>();
  final ConcurrentLinkedQueue<FileOperation.SessionControl> controls =
      new ConcurrentLinkedQueue<>();
  final ConcurrentLinkedQueue<OperationReply> openRefusals = new ConcurrentLinkedQueue<>();
  Duration sessionTimeout = Duration.ofSeconds(60);

  /** What clients reserved and did not use. */
  final List<OperationValue.ChunkLocation> reserved = new ArrayList<>();

  private int lastReserved = FIRST_RESERVED;
  private long lastSession;
  private @Nullable Long length;
  private SyncMode sync = SyncMode.ALWAYS;
  private final List<OperationValue.ChunkLocation> chunks = new ArrayList<>();

  FakeCluster() {
    for (int i = 1; i <= 5; i++) {
      NodeId id = NodeId.of("n" + i);
      nodes.put(id, new FakeNode(id, new NodeAddress("127.0.0.1", 1000 + i)));
    }
  }

  List<NodeAddress> addresses() {
    return nodes.values().stream().map(node -> node.address).toList();
  }

  FakeNode node(String id) {
    return node(NodeId.of(id));
  }

  FakeNode node(NodeId id) {
    return java.util.Objects.requireNonNull(nodes.get(id));
  }

  long length() {
    return length == null ? -1 : length;
  }

  @Override
  public synchronized MonotonicTime now() {
    return new MonotonicTime(waitedNanos);
  }

  @Override
  public synchronized void pause(Duration duration) {
    waitedNanos += duration.toNanos();
    whilePausing.run();
  }

  @Override
  public NodePort connect(NodeAddress address) {
    return nodes.values().stream()
        .filter(node -> node.address.equals(address))
        .findFirst()
        .orElseThrow()
        .checkUp();
  }

  @Override
  public ClusterMembers lookup(NodeAddress anyNode) {
    connect(anyNode);
    lookups++;
    Map<NodeId, NodeAddress> all = new TreeMap<>();
    nodes.forEach((id, node) -> all.put(id, node.address));
    return new ClusterMembers(all);
  }

  private synchronized OperationReply master(OperationRequest request) {
    if (request.operation() instanceof FileOperation.SessionControl control) {
      return control(request.id(), control);
    }
    boolean isMutation = request.operation() instanceof FileOperation.Mutation;
    if (isMutation && !sessions.contains(request.id().session())) {
      return OperationReply.fail(ErrorCode.SESSION_EXPIRED);
    }
    requests.add(request);
    asked.add(request.id());
    operations.add(request.operation());
    OperationReply instead = interceptor.apply(request.operation());
    return instead != null ? instead : master(request.operation());
  }

  private OperationReply control(RequestId id, FileOperation.SessionControl control) {
    controls.add(control);
    if (control instanceof FileOperation.OpenSession) {
      OperationReply refusal = openRefusals.poll();
      if (refusal != null) {
        return refusal;
      }
      lastSession++;
      sessions.add(lastSession);
      return OperationReply.ok(
          new OperationValue.SessionOpened(lastSession, sessionTimeout), lastSession);
    }
    boolean known =
        control instanceof FileOperation.CloseSession
            ? sessions.remove(id.session())
            : sessions.contains(id.session());
    return known
        ? OperationReply.ok(new OperationValue.Done(), 1)
        : OperationReply.fail(ErrorCode.SESSION_EXPIRED);
  }

  private OperationReply master(FileOperation operation) {
    if (operation instanceof FileOperation.CreateFile create) {
      sync = create.sync();
      return create(new OperationValue.Done());
    }
    if (operation instanceof FileOperation.ReserveChunks wish) {
      return reserve(wish.count());
    }
    if (operation instanceof FileOperation.CreateWritten written) {
      return create(written);
    }
    if (length == null) {
      return OperationReply.fail(ErrorCode.NOT_FOUND);
    }
    if (operation instanceof FileOperation.FillFile fill) {
      return fill(fill);
    }
    if (operation instanceof FileOperation.SetAttribute set) {
      return OperationReply.ok(new OperationValue.Attribute(1, set.value()), 1);
    }
    if (operation instanceof FileOperation.OpenChunk open) {
      return open(open);
    }
    if (operation instanceof FileOperation.ExtendFile extend) {
      return extend(extend, length);
    }
    if (operation instanceof FileOperation.RecoverLength recover) {
      fence();
      length = Math.max(length, recovered());
      return master(new FileOperation.Stat(recover.path()));
    }
    if (operation instanceof FileOperation.Stat stat) {
      return OperationReply.ok(
          new OperationValue.Attributes(stat.path(), false, length, chunks.size(), 1, sync), 1);
    }
    return OperationReply.ok(new OperationValue.Locations(length, CHUNK, chunks), 1);
  }

  private OperationReply extend(FileOperation.ExtendFile extend, long before) {
    int last = (int) (Math.max(0, extend.lengthBytes() - 1) / CHUNK);
    ChunkId chunk = extend.chunk();
    if (chunk != null && !chunk.equals(chunks.get(last).chunk())) {
      return OperationReply.fail(ErrorCode.NOT_FOUND);
    }
    length = Math.max(before, extend.lengthBytes());
    return OperationReply.ok(new OperationValue.Done(), 1);
  }

  /** Has what the replicas of the last chunk hold forced, as a new version does. */
  private void fence() {
    if (!chunks.isEmpty()) {
      OperationValue.ChunkLocation last = chunks.get(chunks.size() - 1);
      last.replicas().forEach(replica -> node(replica).force(last.chunk()));
    }
  }

  /** Has every node lose what was not forced; returns how many bytes all replicas have left. */
  synchronized long losePower() {
    nodes.values().forEach(FakeNode::losePower);
    return chunks.stream()
        .mapToLong(
            chunk -> chunk.replicas().stream().mapToLong(it -> held(it, chunk)).min().orElse(0))
        .sum();
  }

  private long held(NodeId node, OperationValue.ChunkLocation chunk) {
    return node(node).stored.getOrDefault(chunk.chunk(), new byte[0]).length;
  }

  /** Returns how long the file is by what its last chunk holds. */
  private long recovered() {
    if (chunks.isEmpty()) {
      return 0;
    }
    OperationValue.ChunkLocation last = chunks.get(chunks.size() - 1);
    byte[] held = node(last.primary()).stored.getOrDefault(last.chunk(), new byte[0]);
    return (chunks.size() - 1L) * CHUNK + held.length;
  }

  /** Has another file take the name, with as many chunks and no byte that counts. */
  synchronized void replaceFile() {
    chunks.replaceAll(
        old ->
            new OperationValue.ChunkLocation(
                new ChunkId(old.chunk().value() + ANOTHER),
                old.version(),
                old.primary(),
                old.replicas()));
    length = 0L;
  }

  private OperationReply create(OperationValue value) {
    if (length != null) {
      return OperationReply.fail(ErrorCode.EXISTS);
    }
    length = 0L;
    return OperationReply.ok(value, 1);
  }

  private OperationReply reserve(int count) {
    if (nodes.values().stream().allMatch(node -> node.down)) {
      return OperationReply.fail(ErrorCode.NO_CHUNKSERVERS);
    }
    List<OperationValue.ChunkLocation> locations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lastReserved++;
      locations.add(place(lastReserved, List.copyOf(nodes.keySet()), List.of(), 1));
    }
    reserved.addAll(locations);
    return OperationReply.ok(new OperationValue.ReservedChunks(locations, CHUNK), 1);
  }

  private List<NodeId> replicasOf(ChunkId chunk) {
    List<OperationValue.ChunkLocation> all = new ArrayList<>(reserved);
    all.addAll(chunks);
    return all.stream()
        .filter(one -> one.chunk().value() % ANOTHER == chunk.value() % ANOTHER)
        .findFirst()
        .orElseThrow()
        .replicas();
  }

  private OperationReply create(FileOperation.CreateWritten written) {
    if (!isReserved(written.chunk())) {
      return OperationReply.fail(ErrorCode.STALE_VERSION);
    }
    OperationReply made = create(new OperationValue.Done());
    if (made.code() == ErrorCode.NONE) {
      sync = written.sync();
      use(written);
    }
    return made;
  }

  private OperationReply fill(FileOperation.FillFile fill) {
    if (!isReserved(fill.chunk())) {
      return OperationReply.fail(ErrorCode.STALE_VERSION);
    }
    if (!chunks.isEmpty()) {
      return OperationReply.fail(ErrorCode.EXISTS);
    }
    use(fill);
    return OperationReply.ok(new OperationValue.Done(), 1);
  }

  private boolean isReserved(ChunkId chunk) {
    return reserved.stream().anyMatch(one -> one.chunk().equals(chunk));
  }

  private void use(FileOperation.OfReserved use) {
    OperationValue.ChunkLocation location =
        reserved.stream().filter(one -> one.chunk().equals(use.chunk())).findFirst().orElseThrow();
    reserved.remove(location);
    chunks.add(location);
    length = use.lengthBytes();
  }

  private OperationReply open(FileOperation.OpenChunk open) {
    int index = open.chunkIndex();
    boolean isNew = index == chunks.size();
    List<NodeId> able = isNew ? List.copyOf(nodes.keySet()) : chunks.get(index).replicas();
    if (open.failed().containsAll(able)) {
      return OperationReply.fail(ErrorCode.NO_CHUNKSERVERS);
    }
    if (isNew) {
      chunks.add(place(index, able, open.failed(), 1));
    } else if (!open.failed().isEmpty()) {
      OperationValue.ChunkLocation old = chunks.get(index);
      chunks.set(index, place(index, able, open.failed(), old.version().number() + 1));
    }
    return OperationReply.ok(new OperationValue.WritableChunk(chunks.get(index), CHUNK, sync), 1);
  }

  private static OperationValue.ChunkLocation place(
      int index, List<NodeId> from, List<NodeId> failed, long version) {
    List<NodeId> replicas = from.stream().filter(id -> !failed.contains(id)).limit(3).toList();
    return new OperationValue.ChunkLocation(
        new ChunkId(index + 1), new ChunkVersion(version), replicas.get(0), replicas);
  }

  /** One node. */
  final class FakeNode implements NodePort {
    final NodeId id;
    final NodeAddress address;
    volatile boolean down;
    int writesUntilDeath = Integer.MAX_VALUE;
    int dataToLose;
    boolean corrupt;

    /** What it says when it is asked to force. */
    ErrorCode syncRefusal = ErrorCode.NONE;

    /** Whether its replicas do not have their checksums. */
    boolean corruptOnDisk;

    /** How many appends are applied everywhere though a secondary's answer is lost. */
    int acksToLose;

    /** Whether its disk is full. */
    boolean full;

    /** Whom it takes for the leader, null if it knows. */
    @Nullable NodeId hint;

    int reads;
    int timesAsked;
    private final Map<DataId, byte[]> pushed = new HashMap<>();
    private final Map<ChunkId, byte[]> stored = new HashMap<>();
    private final Map<ChunkId, byte[]> durable = new HashMap<>();
    final Set<ErrorCode> refuseOnce = new HashSet<>();

    FakeNode(NodeId id, NodeAddress address) {
      this.id = id;
      this.address = address;
    }

    FakeNode checkUp() {
      if (down) {
        throw new NodeUnreachableException(
            id + " is down", NodeUnreachableException.Effect.NONE, new IllegalStateException());
      }
      return this;
    }

    @Override
    public OperationReply perform(OperationRequest request) {
      checkUp();
      timesAsked++;
      boolean answers = id.equals(leader) || request.mode() == ReadMode.STALE;
      NodeId named = hint == null ? leader : hint;
      OperationReply reply =
          answers
              ? master(request)
              : OperationReply.notLeader(java.util.Optional.ofNullable(named));
      return reply.answeredBy(id, term);
    }

    @Override
    public List<OperationReply> performAll(List<OperationRequest> requests) {
      beforeBatch.accept(requests.size());
      return NodePort.super.performAll(requests);
    }

    @Override
    public MutationReply push(PushedData data) {
      checkUp();
      synchronized (FakeCluster.this) {
        List<NodeId> failed = new ArrayList<>();
        pushed.put(data.id(), data.bytes().array());
        for (NodeId next : data.next()) {
          if (node(next).down) {
            failed.add(next);
          }
          node(next).pushed.put(data.id(), data.bytes().array());
        }
        return new MutationReply(
            failed.isEmpty() ? ErrorCode.NONE : ErrorCode.REPLICA_FAILED, failed);
      }
    }

    @Override
    public MutationReply write(ChunkMessage.Write write) {
      checkUp();
      synchronized (FakeCluster.this) {
        MutationReply reply = change(write);
        boolean isDone = reply.code() == ErrorCode.NONE || reply.code() == ErrorCode.CHUNK_FULL;
        if (isDone && write.mutation().force()) {
          replicasOf(write.chunk()).forEach(replica -> node(replica).force(write.chunk()));
        }
        return reply;
      }
    }

    private void force(ChunkId chunk) {
      durable.put(chunk, stored.getOrDefault(chunk, new byte[0]));
    }

    private void losePower() {
      stored.clear();
      stored.putAll(durable);
    }

    private MutationReply change(ChunkMessage.Write write) {
      if (write.mutation() instanceof Mutation.Sync) {
        syncs.add(write);
        return new MutationReply(syncRefusal, List.of());
      }
      orders.add(write);
      if (write.mutation() instanceof Mutation.FirstWrite) {
        if (stored.containsKey(write.chunk())) {
          return new MutationReply(ErrorCode.STALE_VERSION, List.of());
        }
        if (!refuseOnce.contains(ErrorCode.OVERLOADED)) {
          store(write.chunk(), 0, new byte[0]);
        }
      }
      if (writesUntilDeath-- <= 0) {
        down = true;
        checkUp();
      }
      if (dataToLose > 0) {
        dataToLose--;
        pushed.remove(dataOf(write));
      }
      byte[] bytes = pushed.get(dataOf(write));
      if (bytes == null) {
        return new MutationReply(ErrorCode.DATA_NOT_FOUND, List.of());
      }
      if (full) {
        return new MutationReply(ErrorCode.NO_SPACE, List.of());
      }
      for (ErrorCode code : List.copyOf(refuseOnce)) {
        refuseOnce.remove(code);
        return new MutationReply(code, List.of());
      }
      List<NodeId> replicas = replicasOf(write.chunk());
      if (write.mutation() instanceof Mutation.AppendData append) {
        return append(write.chunk(), append, bytes, replicas);
      }
      long at = write.range().offset();
      replicas.forEach(replica -> node(replica).store(write.chunk(), at, bytes));
      return new MutationReply(ErrorCode.NONE, List.of());
    }

    private MutationReply append(
        ChunkId chunk, Mutation.AppendData append, byte[] data, List<NodeId> replicas) {
      int at = stored.getOrDefault(chunk, new byte[0]).length;
      boolean fits = at + append.lengthBytes() <= CHUNK;
      byte[] bytes = fits ? data : new byte[CHUNK - at];
      replicas.forEach(replica -> node(replica).store(chunk, at, bytes));
      if (acksToLose > 0) {
        acksToLose--;
        return new MutationReply(ErrorCode.REPLICA_FAILED, replicas.subList(1, 2));
      }
      return fits
          ? new MutationReply(ErrorCode.NONE, List.of(), at)
          : new MutationReply(ErrorCode.CHUNK_FULL, List.of());
    }

    private DataId dataOf(ChunkMessage.Write write) {
      return write.mutation() instanceof Mutation.AppendData append
          ? append.data()
          : ((Mutation.WriteData) write.mutation().stored()).data();
    }

    private void store(ChunkId id, long at, byte[] bytes) {
      byte[] chunk = stored.getOrDefault(id, new byte[0]);
      byte[] longer = Arrays.copyOf(chunk, (int) Math.max(chunk.length, at + bytes.length));
      System.arraycopy(bytes, 0, longer, (int) at, bytes.length);
      stored.put(id, longer);
    }

    @Override
    public ReadReply read(ChunkMessage.Read read) {
      checkUp();
      synchronized (FakeCluster.this) {
        reads++;
      }
      if (corruptOnDisk) {
        return new ReadReply(ErrorCode.CORRUPT, Bytes.EMPTY, 0);
      }
      byte[] chunk = stored.getOrDefault(read.chunk(), new byte[0]);
      int from = (int) read.range().offset();
      int to = (int) Math.min(chunk.length, read.range().end());
      byte[] bytes = from >= to ? new byte[0] : Arrays.copyOfRange(chunk, from, to);
      CRC32C crc = new CRC32C();
      crc.update(bytes);
      if (corrupt && bytes.length > 0) {
        bytes[0] ^= 1;
      }
      return new ReadReply(ErrorCode.NONE, Bytes.wrap(bytes), (int) crc.getValue());
    }

    @Override
    public NodeStatus status() {
      throw new UnsupportedOperationException();
    }

    @Override
    public TraceBatch pollTrace(long fromSeq, int max, Duration wait) {
      throw new UnsupportedOperationException();
    }
  }
}
