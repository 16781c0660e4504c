package org.quorama.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.client.QuoramaClient.RegionState;
import org.quorama.client.QuoramaClient.Written;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue.Attributes;
import org.quorama.metadata.operation.OperationValue.Locations;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;
import org.quorama.remote.PushedData;

/**
 * Writes bytes somewhere into a file [GFS §3.1]: over chunks that are there, and new ones behind.
 * Only the file that has what was written gets its length. The write closes the file in its end:
 * the bytes are forced before, unless the file never wants that. Confined to its call.
 */
final class RangeWrite {
  private final MasterCalls master;
  private final ChunkUpload chunks;
  private final SmallUpload small;
  private final FilePath path;

  /** How many mutations were ordered. */
  private int mutations;

  RangeWrite(MasterCalls master, ChunkUpload chunks, SmallUpload small, FilePath path) {
    this.master = master;
    this.chunks = chunks;
    this.small = small;
    this.path = path;
  }

  /** Writes; throws {@link OperationFailedException}, unknown once a byte may be written. */
  Written run(long offset, Bytes bytes) {
    Locations where = (Locations) master.require(new FileOperation.Locate(path));
    if (offset < 0 || offset > where.lengthBytes()) {
      throw new OperationFailedException(
          Outcome.FAIL,
          ErrorCode.INVALID,
          "%s has %,d bytes: write from 0 to there, since a file has no holes"
              .formatted(path, where.lengthBytes()));
    }
    boolean isEmpty = where.lengthBytes() == 0 && where.chunks().isEmpty();
    OperationReply filled = isEmpty ? fill(bytes) : null;
    return filled == null
        ? write(where.chunkSizeBytes(), offset, bytes)
        : new Written(RegionState.DEFINED, filled);
  }

  /**
   * Gives an empty file its first bytes, forced, and the time of that, with one call to the primary
   * and one entry of the log: whoever reads it sees all or nothing. Returns null if nothing
   * happened, and they are to be written the usual way.
   */
  @Nullable OperationReply fill(Bytes bytes, long modifiedMillis) {
    return fill(bytes, true, modifiedMillis);
  }

  /** Gives an empty file its first bytes, forced as the file wants it. */
  private @Nullable OperationReply fill(Bytes bytes) {
    Attributes file = (Attributes) master.require(new FileOperation.Stat(path));
    return fill(bytes, file.sync() != SyncMode.NEVER, null);
  }

  private @Nullable OperationReply fill(Bytes bytes, boolean force, @Nullable Long modifiedMillis) {
    int length = bytes.length();
    return length > 0 && length <= PushedData.MAX_BYTES
        ? small.store(
            bytes, force, chunk -> new FileOperation.FillFile(path, length, chunk, modifiedMillis))
        : null;
  }

  private Written write(int chunkSize, long offset, Bytes bytes) {
    try {
      ChunkId last = store(chunkSize, offset, bytes.unsafeArray());
      OperationReply noted =
          master.requireReply(new FileOperation.ExtendFile(path, offset + bytes.length(), last));
      return new Written(RegionState.ofWritten(mutations), noted);
    } catch (OperationFailedException e) {
      throw new OperationFailedException(
          Outcome.UNKNOWN,
          e.code(),
          e.getMessage() + RegionState.DOUBT + " until they are written again",
          e.node().orElse(null),
          e.term());
    }
  }

  /** Stores the bytes; returns the chunk that has the last of them, null if there are none. */
  private @Nullable ChunkId store(int chunkSize, long offset, byte[] bytes) {
    ChunkId last = null;
    for (int done = 0; done < bytes.length; ) {
      long at = offset + done;
      int end = (int) Math.min(bytes.length, done + chunkSize - at % chunkSize);
      int index = Math.toIntExact(at / chunkSize);
      List<Bytes> pieces = pieces(bytes, done, end);
      mutations += pieces.size();
      last =
          chunks.store(
              new ChunkUpload.Part(path, index, at % chunkSize, pieces),
              new ChunkUpload.Listener() {});
      done = end;
    }
    return last;
  }

  private static List<Bytes> pieces(byte[] bytes, int from, int to) {
    List<Bytes> pieces = new ArrayList<>();
    for (int at = from; at < to; at += PushedData.MAX_BYTES) {
      int end = Math.min(to, at + PushedData.MAX_BYTES);
      pieces.add(Bytes.wrap(Arrays.copyOfRange(bytes, at, end)));
    }
    return pieces;
  }
}
