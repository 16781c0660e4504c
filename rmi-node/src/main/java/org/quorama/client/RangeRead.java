package org.quorama.client;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.quorama.chunk.ByteRange;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue.Locations;
import org.quorama.protocol.Bytes;
import org.quorama.remote.PushedData;

/**
 * Reads part of a file. If it is remembered where that was, it is read from there while the master
 * is asked whether it still is. Confined to its call.
 */
final class RangeRead {
  private final MasterCalls master;
  private final LocationCache cache;
  private final ExecutorService askers;
  private final FilePath path;
  private final ByteRange part;

  RangeRead(
      MasterCalls master,
      LocationCache cache,
      ExecutorService askers,
      FilePath path,
      ByteRange part) {
    this.master = master;
    this.cache = cache;
    this.askers = askers;
    this.path = path;
    this.part = part;
  }

  /** Writes the part to a stream; returns what the master said of where it is. */
  OperationReply run(FileDownload download, OutputStream out) {
    Optional<Locations> guess = cache.find(path).filter(this::isInOneChunk);
    if (guess.isEmpty()) {
      return download(download, locate(), out);
    }
    Future<OperationReply> confirmed = askers.submit(this::locate);
    Optional<Bytes> bytes = download.readOnce(guess.get(), part);
    OperationReply located = ChunkUpload.await(confirmed);
    Locations now = (Locations) MasterCalls.valueOf(located);
    if (bytes.isEmpty() || !isSame(guess.get(), now)) {
      return download(download, located, out);
    }
    write(out, bytes.get());
    return located;
  }

  private OperationReply locate() {
    try {
      OperationReply located = master.requireReply(new FileOperation.Locate(path));
      cache.put(path, (Locations) MasterCalls.valueOf(located));
      return located;
    } catch (OperationFailedException e) {
      cache.forget(path);
      throw e;
    }
  }

  private OperationReply download(FileDownload download, OperationReply located, OutputStream out) {
    download.run((Locations) MasterCalls.valueOf(located), out, part);
    return located;
  }

  private boolean isInOneChunk(Locations where) {
    long size = where.chunkSizeBytes();
    return part.length() > 0
        && part.length() <= PushedData.MAX_BYTES
        && part.end() <= where.lengthBytes()
        && part.offset() / size == (part.end() - 1) / size;
  }

  private boolean isSame(Locations guess, Locations now) {
    int index = (int) (part.offset() / guess.chunkSizeBytes());
    return part.end() <= now.lengthBytes()
        && index < now.chunks().size()
        && now.chunks().get(index).chunk().equals(guess.chunks().get(index).chunk())
        && now.chunks().get(index).version().equals(guess.chunks().get(index).version());
  }

  private static void write(OutputStream out, Bytes bytes) {
    try {
      out.write(bytes.unsafeArray());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the file: " + e.getMessage(), e);
    }
  }
}
