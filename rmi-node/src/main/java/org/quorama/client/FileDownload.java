package org.quorama.client;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkMessage;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue.ChunkLocation;
import org.quorama.metadata.operation.OperationValue.Locations;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.PiecePool;
import org.quorama.remote.PushedData;
import org.quorama.remote.ReadReply;

/** Reads a file from whichever replicas have it, with checksums. Confined to its transfer. */
final class FileDownload {
  private static final int READS_AHEAD = 4;
  private static final String CORRUPT = ErrorCode.CORRUPT.name();

  private final MasterCalls master;
  private final NodeDirectory directory;
  private final ExecutorService readers;
  private final PiecePool<byte[]> arrays;
  private final ClientConfig config;
  private final ClientClock clock;
  private final FilePath path;
  private final Suspects suspects;

  FileDownload(Means means, ClientConfig config, ClientClock clock, FilePath path) {
    this.master = means.master();
    this.directory = means.directory();
    this.readers = means.readers();
    this.arrays = means.arrays();
    this.config = config;
    this.clock = clock;
    this.path = path;
    this.suspects = new Suspects(clock);
  }

  /** Whom to ask for what. */
  record Means(
      MasterCalls master,
      NodeDirectory directory,
      ExecutorService readers,
      PiecePool<byte[]> arrays) {}

  /** Writes the whole file to a stream. */
  void run(OutputStream out, TransferProgress progress) {
    Locations where = locate();
    progress.advanced(new TransferProgress.Standing(0, where.lengthBytes()));
    copy(where, 0, out, progress);
  }

  /** Writes part of the file to a stream, from where it is, less if the file ends before. */
  void run(Locations where, OutputStream out, ByteRange part) {
    long end = Math.min(where.lengthBytes(), part.offset() + part.length());
    Locations cut = new Locations(end, where.chunkSizeBytes(), where.chunks());
    copy(cut, part.offset(), out, TransferProgress.none());
  }

  /** Reads part of one chunk, if any of its replicas has it. */
  Optional<Bytes> readOnce(Locations where, ByteRange part) {
    return readAny(where, part.offset(), new byte[part.length()]);
  }

  /** Reads several pieces at a time, from different replicas, and writes them in their order. */
  private void copy(Locations first, long from, OutputStream out, TransferProgress progress) {
    Locations where = first;
    Deque<Ahead> ahead = new ArrayDeque<>();
    long length = first.lengthBytes();
    long at = from;
    long done = from;
    while (done < length) {
      while (at < length && ahead.size() < READS_AHEAD) {
        Ahead next = begin(where, at, length, ahead.isEmpty());
        ahead.add(next);
        at += next.wanted();
      }
      Ahead next = ahead.removeFirst();
      Optional<Bytes> piece = ChunkUpload.await(next.bytes());
      while (piece.isEmpty()) {
        where = locateAgain(first, next.at(), next.wanted());
        piece = readAny(where, next.at(), new byte[next.wanted()]);
      }
      write(out, piece.get());
      arrays.recycle(next.room().unsafeArray());
      done += next.wanted();
      progress.advanced(new TransferProgress.Standing(done, length));
    }
  }

  /** A piece that is being read, and the array that it is read into if that can be. */
  private record Ahead(long at, int wanted, Bytes room, Future<Optional<Bytes>> bytes) {}

  private Ahead begin(Locations where, long at, long length, boolean isFirst) {
    int chunkSize = where.chunkSizeBytes();
    long rest = Math.min(length - at, chunkSize - at % chunkSize);
    int wanted = (int) Math.min(rest, PushedData.MAX_BYTES - at % PushedData.MAX_BYTES);
    boolean isOnly = isFirst && at + wanted >= length;
    byte[] room = arrays.take(wanted);
    return new Ahead(
        at,
        wanted,
        Bytes.wrap(room),
        isOnly
            ? CompletableFuture.completedFuture(readAny(where, at, room))
            : readers.submit(() -> readAny(where, at, room)));
  }

  private Locations locate() {
    return (Locations) master.require(new FileOperation.Locate(path));
  }

  private static void write(OutputStream out, Bytes bytes) {
    try {
      out.write(bytes.unsafeArray());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the file: " + e.getMessage(), e);
    }
  }

  /** Asks the master until some replica it names can be read; it may know better than before. */
  private Locations locateAgain(Locations first, long at, int wanted) {
    Backoff backoff = new Backoff(clock, config, config.operationTimeout());
    Map<NodeId, String> reasons = new LinkedHashMap<>();
    while (backoff.pause()) {
      directory.refresh();
      suspects.forgive();
      Locations where = locate();
      checkSame(first, where, at);
      if (readAny(where, at, new byte[wanted], reasons).isPresent()) {
        return where;
      }
    }
    throw new OperationFailedException(
        Outcome.FAIL,
        reasons.values().stream().allMatch(CORRUPT::equals) && !reasons.isEmpty()
            ? ErrorCode.CORRUPT
            : ErrorCode.NO_REPLICA,
        "%s: no replica can be read at byte %,d (%s): restart the nodes that hold it"
            .formatted(path, at, reasons));
  }

  /** Throws if there is another chunk now: no chunk's name is ever given to another one. */
  private void checkSame(Locations first, Locations now, long at) {
    int index = (int) (at / first.chunkSizeBytes());
    boolean same =
        now.lengthBytes() >= first.lengthBytes()
            && index < now.chunks().size()
            && now.chunks().get(index).chunk().equals(first.chunks().get(index).chunk());
    if (!same) {
      throw new OperationFailedException(
          Outcome.FAIL,
          ErrorCode.STALE_VERSION,
          path + " was replaced or cut off while it was read: read it again");
    }
  }

  private Optional<Bytes> readAny(Locations where, long at, byte[] room) {
    return readAny(where, at, room, new LinkedHashMap<>());
  }

  private Optional<Bytes> readAny(
      Locations where, long at, byte[] room, Map<NodeId, String> reasons) {
    int index = (int) (at / where.chunkSizeBytes());
    if (index >= where.chunks().size()) {
      return Optional.empty();
    }
    ChunkLocation chunk = where.chunks().get(index);
    ByteRange range = new ByteRange(at % where.chunkSizeBytes(), room.length);
    int turn = (int) (at / PushedData.MAX_BYTES);
    for (NodeId replica : inOrder(chunk, turn)) {
      Optional<Bytes> bytes = read(replica, readOf(chunk, range), room, reasons);
      if (bytes.isPresent()) {
        return bytes;
      }
      suspects.addAll(List.of(replica));
    }
    return Optional.empty();
  }

  /** Spreads the pieces over the replicas; those that failed lately come last. */
  private List<NodeId> inOrder(ChunkLocation chunk, int index) {
    List<NodeId> order = new ArrayList<>(chunk.replicas());
    Collections.rotate(order, -index);
    List<NodeId> last = suspects.list();
    order.sort((one, other) -> Boolean.compare(last.contains(one), last.contains(other)));
    return order;
  }

  private static ChunkMessage.Read readOf(ChunkLocation chunk, ByteRange range) {
    return new ChunkMessage.Read(chunk.chunk(), chunk.version(), range);
  }

  private Optional<Bytes> read(
      NodeId replica, ChunkMessage.Read read, byte[] room, Map<NodeId, String> reasons) {
    try {
      ReadReply reply = directory.connect(replica).read(read, room);
      String wrong = problem(reply, read.range());
      if (wrong.isEmpty()) {
        return Optional.of(reply.bytes());
      }
      reasons.put(replica, wrong);
    } catch (NodeUnreachableException e) {
      reasons.put(replica, "no answer");
    }
    return Optional.empty();
  }

  private static String problem(ReadReply reply, ByteRange range) {
    if (reply.code() != ErrorCode.NONE) {
      return reply.code().name();
    }
    if (!reply.isIntact()) {
      return "damaged on the way";
    }
    return reply.bytes().length() == range.length() ? "" : "too short";
  }
}
