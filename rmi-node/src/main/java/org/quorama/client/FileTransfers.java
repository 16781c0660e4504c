package org.quorama.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkVersion;
import org.quorama.daemon.Daemons;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue.Attributes;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;
import org.quorama.remote.PiecePool;
import org.quorama.remote.PushedData;

/** Moves the bytes of files in and out, as {@link QuoramaClient} says. Thread-safe. */
final class FileTransfers implements AutoCloseable {
  private static final int KEPT_PIECES = 128;

  private final MasterCalls master;
  private final NodeDirectory directory;
  private final PieceWriter pieces;
  private final ClientConfig config;
  private final ClientClock clock;
  private final ExecutorService writers;
  private final PiecePool<byte[]> arrays = PiecePool.ofArrays(KEPT_PIECES);
  private final StreamSlots slots;
  private final LocationCache cache;
  private final ChunkReserve reserve;

  FileTransfers(
      MasterCalls master,
      NodeDirectory directory,
      PieceWriter pieces,
      ClientConfig config,
      ClientClock clock) {
    this.master = master;
    this.directory = directory;
    this.pieces = pieces;
    this.config = config;
    this.clock = clock;
    this.slots = new StreamSlots(config.maxStreams());
    this.cache = new LocationCache(clock);
    this.writers = Executors.newCachedThreadPool(Daemons.named("quorama-client-transfer"));
    this.reserve = new ChunkReserve(master, writers, clock);
  }

  void put(
      InputStream in, long lengthBytes, FilePath to, SyncMode sync, TransferProgress progress) {
    slots.during(to, () -> putNew(in, lengthBytes, to, sync, progress));
  }

  private void putNew(
      InputStream in, long lengthBytes, FilePath to, SyncMode sync, TransferProgress progress) {
    if (lengthBytes > 0 && lengthBytes <= PushedData.MAX_BYTES) {
      putSmall(in, lengthBytes, to, sync, progress);
    } else {
      master.require(new FileOperation.CreateFile(to, sync));
      upload(to, lengthBytes, progress).run(in, 0);
    }
  }

  /** Stores a file of one piece with a call to the primary and an entry of the log. */
  private void putSmall(
      InputStream in, long lengthBytes, FilePath to, SyncMode sync, TransferProgress progress) {
    Bytes bytes = FileUpload.readWhole(in, lengthBytes);
    progress.advanced(new TransferProgress.Standing(0, lengthBytes));
    if (!createWritten(to, sync, bytes)) {
      master.require(new FileOperation.CreateFile(to, sync));
      InputStream again = new ByteArrayInputStream(bytes.unsafeArray());
      upload(to, lengthBytes, progress).run(again, 0);
    } else {
      progress.advanced(new TransferProgress.Standing(lengthBytes, lengthBytes));
    }
  }

  /**
   * Makes a file with its bytes; returns false if nothing happened, and they need the usual way.
   */
  private boolean createWritten(FilePath to, SyncMode sync, Bytes bytes) {
    OperationReply made =
        small()
            .store(
                bytes,
                sync != SyncMode.NEVER,
                chunk -> new FileOperation.CreateWritten(to, sync, chunk, bytes.length()));
    return made != null;
  }

  void resume(InputStream in, long lengthBytes, FilePath to, TransferProgress progress) {
    FileOperation.Stat stat = new FileOperation.Stat(to);
    OperationReply known = master.perform(stat);
    if (known.code() == ErrorCode.NOT_FOUND) {
      put(in, lengthBytes, to, SyncMode.ALWAYS, progress);
      return;
    }
    Attributes stored = (Attributes) MasterCalls.valueOf(MasterCalls.required(stat, known));
    if (stored.directory()) {
      throw new OperationFailedException(
          Outcome.FAIL, ErrorCode.IS_A_DIRECTORY, to + " is a directory: name a file");
    }
    if (stored.lengthBytes() > lengthBytes) {
      throw new OperationFailedException(
          Outcome.FAIL,
          ErrorCode.INVALID,
          to + " is longer than the source: it cannot be its beginning");
    }
    skip(in, stored.lengthBytes());
    FileUpload rest = upload(to, lengthBytes, progress);
    slots.during(to, () -> rest.run(in, stored.lengthBytes()));
  }

  private static void skip(InputStream in, long bytes) {
    try {
      in.skipNBytes(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot skip what is stored already", e);
    }
  }

  private FileUpload upload(FilePath to, long lengthBytes, TransferProgress progress) {
    ChunkUpload chunks = new ChunkUpload(master, pieces, writers, config, clock);
    FileUpload.Target target = new FileUpload.Target(to, lengthBytes);
    return new FileUpload(master, chunks, writers, arrays, target, progress);
  }

  void get(FilePath from, OutputStream out, TransferProgress progress) {
    slots.during(from, () -> download(from).run(out, progress));
  }

  OperationReply read(FilePath from, ByteRange part, OutputStream out) {
    return new RangeRead(master, cache, writers, from, part).run(download(from), out);
  }

  private FileDownload download(FilePath from) {
    return new FileDownload(
        new FileDownload.Means(master, directory, writers, arrays), config, clock, from);
  }

  private SmallUpload small() {
    return new SmallUpload(master, pieces, reserve);
  }

  QuoramaClient.Written write(FilePath to, long offset, Bytes bytes) {
    return rangeWrite(to).run(offset, bytes);
  }

  /** Writes the first bytes of a file and notes when, both with one entry of the log if it can. */
  void fill(FilePath to, Bytes bytes, long modifiedMillis) {
    if (rangeWrite(to).fill(bytes, modifiedMillis) == null) {
      rangeWrite(to).run(0, bytes);
      master.require(FileOperation.SetAttribute.ofModified(to, modifiedMillis));
    }
  }

  private RangeWrite rangeWrite(FilePath to) {
    ChunkUpload chunks = new ChunkUpload(master, pieces, writers, config, clock);
    return new RangeWrite(master, chunks, small(), to);
  }

  QuoramaClient.Appended append(FilePath to, Bytes record) {
    return append(to, record, false, null);
  }

  /**
   * Appends a record, which is forced if the file or the caller wants that, after it could not be
   * appended under a version.
   */
  private QuoramaClient.Appended append(
      FilePath to, Bytes record, boolean force, @Nullable ChunkVersion unusable) {
    Backoff backoff = new Backoff(clock, config, config.transferTimeout());
    RecordAppend.Attempts attempts =
        new RecordAppend.Attempts(to, record, force, unusable, backoff, clock);
    return new RecordAppend(master, directory, pieces, attempts).run();
  }

  AppendStream appends(FilePath to) {
    AppendStream.Fallback slow =
        (record, force, unusable) -> append(to, record, force, unusable).offset();
    return new AppendStream(master, pieces, to, slow, slots.take(to));
  }

  Runnable takeStream(FilePath path) {
    return slots.take(path)::close;
  }

  @Override
  public void close() {
    writers.shutdownNow();
  }
}
