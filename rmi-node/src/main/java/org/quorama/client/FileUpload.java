package org.quorama.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.quorama.chunk.ChunkId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;
import org.quorama.remote.PiecePool;
import org.quorama.remote.PushedData;

/**
 * Stores a stream as a file, chunk by chunk: the next chunk is opened and written while the one
 * before is forced. The length is acknowledged after every chunk, of the file that has that chunk:
 * one that takes its name meanwhile does not get it. Confined to its transfer, but for what the
 * tasks of its chunks tell it.
 */
final class FileUpload {
  private static final int CHUNKS_AT_ONCE = 2;

  private final MasterCalls master;
  private final ChunkUpload chunks;
  private final ExecutorService tasks;
  private final PiecePool<byte[]> arrays;
  private final Target target;
  private final TransferProgress progress;

  /** Chunks that are being stored, the first one first. */
  private final Deque<Storing> underWay = new ArrayDeque<>();

  /** How many bytes are acknowledged: the file has them whatever happens. Only grows. */
  private long acknowledged;

  /** How many bytes the listener heard of. Only grows; guarded by this. */
  private long reported;

  FileUpload(
      MasterCalls master,
      ChunkUpload chunks,
      ExecutorService tasks,
      PiecePool<byte[]> arrays,
      Target target,
      TransferProgress progress) {
    this.master = master;
    this.chunks = chunks;
    this.tasks = tasks;
    this.arrays = arrays;
    this.target = target;
    this.progress = progress;
  }

  /**
   * Where the bytes go.
   *
   * @param path the file
   * @param length how many bytes it will have
   */
  record Target(FilePath path, long length) {}

  /** A chunk on its way, and where in the file it ends. */
  private record Storing(
      long end, List<Bytes> pieces, CompletableFuture<Boolean> opened, Future<ChunkId> done) {}

  /** Stores what follows the first bytes, which the file has already. */
  void run(InputStream in, long from) {
    acknowledged = from;
    advanced(from);
    try {
      storeAll(in, from, locations().chunkSizeBytes());
    } catch (OperationFailedException e) {
      throw new OperationFailedException(
          e.outcome(), e.code(), e.getMessage() + ". " + howToResume());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the source. " + howToResume(), e);
    } finally {
      chunks.stop();
      underWay.forEach(FileUpload::awaitEnd);
    }
  }

  private OperationValue.Locations locations() {
    return (OperationValue.Locations) master.require(new FileOperation.Locate(target.path()));
  }

  private void storeAll(InputStream in, long from, int chunkSize) throws IOException {
    long at = from;
    while (acknowledged < target.length()) {
      if (at < target.length() && underWay.size() < CHUNKS_AT_ONCE) {
        at = begin(in, at, chunkSize);
      } else {
        acknowledge(underWay.getFirst());
        underWay.removeFirst();
      }
    }
  }

  /** Begins to store the next chunk; returns where it ends. */
  private long begin(InputStream in, long at, int chunkSize) throws IOException {
    long offset = at % chunkSize;
    long end = Math.min(target.length(), at - offset + chunkSize);
    int index = Math.toIntExact(at / chunkSize);
    ChunkUpload.Part part =
        new ChunkUpload.Part(target.path(), index, offset, read(in, end - at, arrays));
    if (!underWay.isEmpty() && !ChunkUpload.await(underWay.getLast().opened())) {
      acknowledgeAll(); // a file has no holes: the chunk before failed, and says why
    }
    CompletableFuture<Boolean> opened = new CompletableFuture<>();
    Future<ChunkId> done = tasks.submit(() -> store(part, at, opened));
    underWay.add(new Storing(end, part.pieces(), opened, done));
    return end;
  }

  private ChunkId store(ChunkUpload.Part part, long start, CompletableFuture<Boolean> opened) {
    ChunkUpload.Listener listener =
        new ChunkUpload.Listener() {
          @Override
          public void advanced(long done) {
            FileUpload.this.advanced(start + done);
          }

          @Override
          public void opened() {
            opened.complete(true);
          }
        };
    try {
      return chunks.store(part, listener);
    } finally {
      opened.complete(false);
    }
  }

  /** Reads so many bytes in pieces. */
  private static List<Bytes> read(InputStream in, long length, PiecePool<byte[]> arrays)
      throws IOException {
    List<Bytes> pieces = new ArrayList<>();
    for (long left = length; left > 0; left -= PushedData.MAX_BYTES) {
      byte[] piece = arrays.take((int) Math.min(left, PushedData.MAX_BYTES));
      if (in.readNBytes(piece, 0, piece.length) < piece.length) {
        throw new OperationFailedException(
            Outcome.FAIL, ErrorCode.INVALID, "The source ended before its length");
      }
      pieces.add(Bytes.wrap(piece));
    }
    return pieces;
  }

  /** Reads a source that is one piece at most; throws as {@link #run}. */
  static Bytes readWhole(InputStream in, long length) {
    try {
      return read(in, length, PiecePool.ofArrays(0)).get(0);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the source", e);
    }
  }

  private void acknowledge(Storing chunk) {
    ChunkId stored = ChunkUpload.await(chunk.done());
    master.require(new FileOperation.ExtendFile(target.path(), chunk.end(), stored));
    acknowledged = chunk.end();
    advanced(chunk.end());
    if (chunks.wentWell()) {
      chunk.pieces().forEach(piece -> arrays.recycle(piece.unsafeArray()));
    }
  }

  private void acknowledgeAll() {
    while (!underWay.isEmpty()) {
      acknowledge(underWay.getFirst());
      underWay.removeFirst();
    }
  }

  /** Of chunks behind one that failed nobody wants to know. */
  private static void awaitEnd(Storing chunk) {
    try {
      ChunkId unused = ChunkUpload.await(chunk.done());
    } catch (OperationFailedException ignored) {
      // the first failure is the one that is told
    }
  }

  private synchronized void advanced(long done) {
    reported = Math.max(reported, Math.min(done, target.length()));
    progress.advanced(new TransferProgress.Standing(reported, target.length()));
  }

  private String howToResume() {
    return "%,d of %,d bytes are safely stored. Continue with: quorama put --resume FILE %s"
        .formatted(acknowledged, target.length(), target.path());
  }
}
