package org.quorama.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;

/**
 * Stores a stream as a file, chunk by chunk; the length is acknowledged after every chunk. Confined
 * to its transfer.
 */
final class FileUpload {
  private final MasterCalls master;
  private final ChunkUpload chunks;
  private final FilePath path;
  private final long length;
  private final TransferProgress progress;

  /** How many bytes are acknowledged: the file has them whatever happens. Only grows. */
  private long acknowledged;

  /** How many bytes the listener heard of. Only grows. */
  private long reported;

  FileUpload(
      MasterCalls master,
      ChunkUpload chunks,
      FilePath path,
      long length,
      TransferProgress progress) {
    this.master = master;
    this.chunks = chunks;
    this.path = path;
    this.length = length;
    this.progress = progress;
  }

  /** Stores what follows the first bytes, which the file has already. */
  void run(InputStream in, long from) {
    acknowledged = from;
    advanced(from);
    try {
      int chunkSize = locations().chunkSizeBytes();
      while (acknowledged < length) {
        storeNext(in, chunkSize);
      }
    } catch (OperationFailedException e) {
      throw new OperationFailedException(
          e.outcome(), e.code(), e.getMessage() + ". " + howToResume());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the source. " + howToResume(), e);
    }
  }

  private OperationValue.Locations locations() {
    return (OperationValue.Locations) master.require(new FileOperation.Locate(path));
  }

  private void storeNext(InputStream in, int chunkSize) throws IOException {
    long offset = acknowledged % chunkSize;
    byte[] bytes = in.readNBytes((int) Math.min(chunkSize - offset, length - acknowledged));
    if (bytes.length == 0) {
      throw new OperationFailedException(
          Outcome.FAIL,
          ErrorCode.INVALID,
          "The source ended before its length of " + length + " bytes");
    }
    int index = Math.toIntExact(acknowledged / chunkSize);
    long start = acknowledged;
    chunks.store(
        new ChunkUpload.Part(path, index, offset, Bytes.wrap(bytes)),
        done -> advanced(start + done));
    long end = start + bytes.length;
    master.require(new FileOperation.ExtendFile(path, end));
    acknowledged = end;
    advanced(end);
  }

  private void advanced(long done) {
    reported = Math.max(reported, Math.min(done, length));
    progress.advanced(new TransferProgress.Standing(reported, length));
  }

  private String howToResume() {
    return "%,d of %,d bytes are safely stored. Continue with: quorama put --resume FILE %s"
        .formatted(acknowledged, length, path);
  }
}
