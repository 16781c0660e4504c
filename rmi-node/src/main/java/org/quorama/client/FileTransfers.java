package org.quorama.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.quorama.chunk.ByteRange;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue.Attributes;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;

/** Moves the bytes of files in and out, as {@link QuoramaClient} says. Thread-safe. */
final class FileTransfers implements AutoCloseable {
  private final MasterCalls master;
  private final NodeDirectory directory;
  private final PieceWriter pieces;
  private final ClientConfig config;
  private final ClientClock clock;
  private final ExecutorService writers;

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
    this.writers =
        Executors.newFixedThreadPool(
            config.writesInFlight(),
            task -> {
              Thread thread = new Thread(task, "quorama-client-write");
              thread.setDaemon(true);
              return thread;
            });
  }

  void put(InputStream in, long lengthBytes, FilePath to, TransferProgress progress) {
    master.require(new FileOperation.CreateFile(to));
    upload(to, lengthBytes, progress).run(in, 0);
  }

  void resume(InputStream in, long lengthBytes, FilePath to, TransferProgress progress) {
    OperationReply known = master.perform(new FileOperation.Stat(to));
    if (known.code() == ErrorCode.NOT_FOUND) {
      put(in, lengthBytes, to, progress);
      return;
    }
    Attributes stored = (Attributes) master.require(new FileOperation.Stat(to));
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
    upload(to, lengthBytes, progress).run(in, stored.lengthBytes());
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
    return new FileUpload(master, chunks, to, lengthBytes, progress);
  }

  void get(FilePath from, OutputStream out, TransferProgress progress) {
    download(from).run(out, progress);
  }

  OperationReply read(FilePath from, ByteRange part, OutputStream out) {
    return download(from).run(out, part);
  }

  private FileDownload download(FilePath from) {
    return new FileDownload(master, directory, config, clock, from);
  }

  OperationReply write(FilePath to, long offset, Bytes bytes) {
    ChunkUpload chunks = new ChunkUpload(master, pieces, writers, config, clock);
    return new RangeWrite(master, chunks, to).run(offset, bytes);
  }

  QuoramaClient.Appended append(FilePath to, Bytes record) {
    Backoff backoff = new Backoff(clock, config, config.transferTimeout());
    RecordAppend.Attempts attempts = new RecordAppend.Attempts(to, record, backoff, clock);
    return new RecordAppend(master, directory, pieces, attempts).run();
  }

  @Override
  public void close() {
    writers.shutdownNow();
  }
}
