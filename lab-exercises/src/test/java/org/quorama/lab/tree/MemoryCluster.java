package org.quorama.lab.tree;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
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
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.OperationValue.Attributes;
import org.quorama.metadata.operation.OperationValue.ChunkLocation;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.remote.NodeConnector;
import org.quorama.remote.NodePort;
import org.quorama.remote.NodeStatus;
import org.quorama.remote.PushedData;
import org.quorama.remote.ReadReply;
import org.quorama.trace.TraceBatch;

/** A file system of one node in memory, that a client takes for a cluster. */
final class MemoryCluster implements NodeConnector, NodePort {
  static final NodeId NODE = NodeId.of("n1");
  static final NodeAddress ADDRESS = new NodeAddress("127.0.0.1", 1001);
  static final int CHUNK = 4096;

  /** Answers instead of the master while it returns something. */
  volatile Function<FileOperation, @Nullable OperationReply> interceptor = operation -> null;

  private final Map<FilePath, @Nullable List<ChunkId>> nodes = new TreeMap<>();
  private final Map<FilePath, Long> lengths = new TreeMap<>();
  private final Map<ChunkId, byte[]> stored = new ConcurrentHashMap<>();
  private final Map<DataId, byte[]> pushed = new ConcurrentHashMap<>();
  private long last;

  MemoryCluster() {
    nodes.put(FilePath.ROOT, null);
  }

  @Override
  public NodePort connect(NodeAddress address) {
    return this;
  }

  @Override
  public ClusterMembers lookup(NodeAddress anyNode) {
    return new ClusterMembers(Map.of(NODE, ADDRESS));
  }

  @Override
  public synchronized OperationReply perform(OperationRequest request) {
    FileOperation operation = request.operation();
    if (operation instanceof FileOperation.OpenSession) {
      return OperationReply.ok(new OperationValue.SessionOpened(1, Duration.ofMinutes(1)), 1);
    } else if (operation instanceof FileOperation.SessionControl) {
      return done();
    }
    OperationReply instead = interceptor.apply(operation);
    return instead != null ? instead : answer(operation);
  }

  private static OperationReply done() {
    return OperationReply.ok(new OperationValue.Done(), 1);
  }

  private OperationReply answer(FileOperation operation) {
    if (operation instanceof FileOperation.MakeDirectory make) {
      return make(make.path(), null);
    } else if (operation instanceof FileOperation.CreateFile create) {
      return make(create.path(), new ArrayList<>());
    } else if (operation instanceof FileOperation.ReserveChunks) {
      ChunkLocation reserved = location(new ChunkId(++last));
      return OperationReply.ok(new OperationValue.ReservedChunks(List.of(reserved), CHUNK), 1);
    } else if (operation instanceof FileOperation.CreateWritten create) {
      OperationReply made = make(create.path(), new ArrayList<>(List.of(create.chunk())));
      return made.code() == ErrorCode.NONE ? extend(create.path(), create.lengthBytes()) : made;
    } else if (operation instanceof FileOperation.FillFile) {
      return OperationReply.fail(ErrorCode.EXISTS); // which sends the client the usual way
    } else if (operation instanceof FileOperation.OpenChunk open) {
      return open(open.path(), open.chunkIndex());
    } else if (operation instanceof FileOperation.ExtendFile extend) {
      return extend(extend.path(), extend.lengthBytes());
    } else if (operation instanceof FileOperation.Delete delete) {
      lengths.remove(delete.path());
      return nodes.keySet().remove(delete.path()) ? done() : notFound();
    }
    return query(operation);
  }

  private OperationReply query(FileOperation operation) {
    if (operation instanceof FileOperation.Stat stat) {
      return nodes.containsKey(stat.path())
          ? OperationReply.ok(attributes(stat.path()), 1)
          : notFound();
    } else if (operation instanceof FileOperation.ListDirectory list) {
      List<Attributes> entries =
          nodes.keySet().stream()
              .filter(it -> it.parent().filter(list.path()::equals).isPresent())
              .map(this::attributes)
              .toList();
      return OperationReply.ok(new OperationValue.Listing(entries), 1);
    } else if (operation instanceof FileOperation.Locate locate) {
      List<ChunkId> chunks = nodes.get(locate.path());
      return chunks == null
          ? notFound()
          : OperationReply.ok(
              new OperationValue.Locations(
                  lengths.getOrDefault(locate.path(), 0L),
                  CHUNK,
                  chunks.stream().map(MemoryCluster::location).toList()),
              1);
    }
    throw new AssertionError(operation);
  }

  private static OperationReply notFound() {
    return OperationReply.fail(ErrorCode.NOT_FOUND);
  }

  private OperationReply make(FilePath path, @Nullable List<ChunkId> chunks) {
    if (nodes.containsKey(path)) {
      return OperationReply.fail(ErrorCode.EXISTS);
    } else if (!nodes.containsKey(path.parent().orElseThrow())) {
      return notFound();
    }
    nodes.put(path, chunks);
    return done();
  }

  private OperationReply open(FilePath path, int index) {
    List<ChunkId> chunks = nodes.get(path);
    if (chunks == null) {
      return notFound();
    }
    if (index == chunks.size()) {
      chunks.add(new ChunkId(++last));
    }
    return OperationReply.ok(
        new OperationValue.WritableChunk(location(chunks.get(index)), CHUNK), 1);
  }

  private OperationReply extend(FilePath path, long length) {
    lengths.merge(path, length, Math::max);
    return done();
  }

  private static ChunkLocation location(ChunkId chunk) {
    return new ChunkLocation(chunk, new ChunkVersion(1), NODE, List.of(NODE));
  }

  private Attributes attributes(FilePath path) {
    List<ChunkId> chunks = nodes.get(path);
    return new Attributes(
        path,
        chunks == null,
        lengths.getOrDefault(path, 0L),
        chunks == null ? 0 : chunks.size(),
        1);
  }

  @Override
  public MutationReply push(PushedData data) {
    pushed.put(data.id(), data.bytes().array());
    return new MutationReply(ErrorCode.NONE, List.of());
  }

  @Override
  public synchronized MutationReply write(ChunkMessage.Write write) {
    if (write.mutation().stored() instanceof Mutation.WriteData data) {
      byte[] bytes = pushed.getOrDefault(data.data(), new byte[0]);
      byte[] chunk = stored.getOrDefault(write.chunk(), new byte[0]);
      byte[] longer = Arrays.copyOf(chunk, (int) Math.max(chunk.length, data.range().end()));
      System.arraycopy(bytes, 0, longer, (int) data.range().offset(), bytes.length);
      stored.put(write.chunk(), longer);
    }
    return new MutationReply(ErrorCode.NONE, List.of());
  }

  @Override
  public ReadReply read(ChunkMessage.Read read) {
    byte[] chunk = stored.getOrDefault(read.chunk(), new byte[0]);
    int from = (int) Math.min(read.range().offset(), chunk.length);
    int to = (int) Math.min(read.range().end(), chunk.length);
    byte[] bytes = Arrays.copyOfRange(chunk, from, to);
    return ReadReply.of(Bytes.wrap(bytes));
  }

  @Override
  public NodeStatus status() {
    throw new UnsupportedOperationException();
  }

  @Override
  public TraceBatch pollTrace(long fromSeq, int max, Duration wait) {
    return new TraceBatch(1, List.of(), fromSeq, 0);
  }
}
