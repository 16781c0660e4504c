package org.quorama.client;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue.Locations;
import org.quorama.metadata.operation.OperationValue.WritableChunk;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.Outcome;

/**
 * Appends many records to one file: keeps its last chunk open, so that a record costs one call to
 * the primary. Confined to one thread.
 *
 * <p>A record is on every replica when {@link #append} returns, but its file's length, and with it
 * who reads the file, learns of it only with {@link #flush}, at the latest with {@link #close}.
 */
public final class AppendStream implements AutoCloseable {
  private final MasterCalls master;
  private final PieceWriter pieces;
  private final FilePath path;
  private final Fallback slow;
  private final StreamSlots.Slot slot;

  /** The chunk that is open, and which one of the file it is; null if none is. */
  private @Nullable WritableChunk open;

  private int index;

  /** Whether all that earlier writers had acknowledged is known to the master. */
  private boolean isRecovered;

  /** Where the last record ends, and how much of that the master knows. */
  private long end;

  private long known;

  /** Appends a record when the chunk that is open does not take it. */
  interface Fallback {
    /** Returns where the record is; the file's length covers it. */
    long append(Bytes record);
  }

  AppendStream(
      MasterCalls master, PieceWriter pieces, FilePath path, Fallback slow, StreamSlots.Slot slot) {
    this.master = master;
    this.pieces = pieces;
    this.path = path;
    this.slow = slow;
    this.slot = slot;
  }

  /**
   * Appends a record as a whole, at least once, as {@link QuoramaClient#append} does.
   *
   * @param record what, at most a quarter of a chunk and 1 MiB
   * @param force whether it, and all before it, is on every replica's disk on return; otherwise it
   *     is in their memory
   * @return where in the file it is
   * @throws OperationFailedException if it is not acknowledged
   */
  public long append(Bytes record, boolean force) {
    WritableChunk chunk = open == null ? open() : open;
    if (chunk == null || record.length() > PieceWriter.MAX_RIDER_BYTES) {
      return appendSlowly(record);
    }
    MutationReply reply = pieces.append(chunk.location(), record, force);
    if (!PieceWriter.isDone(reply) || reply.offset() < 0) {
      return appendSlowly(record);
    }
    long offset = (long) index * chunk.chunkSizeBytes() + reply.offset();
    end = offset + record.length();
    return offset;
  }

  /**
   * Opens the last chunk; null if that cannot be had at once. A writer before may have ended
   * without having told the master of its last records, so those are made known first.
   */
  private @Nullable WritableChunk open() {
    if (!isRecovered) {
      isRecovered = master.perform(new FileOperation.RecoverLength(path)).outcome() == Outcome.OK;
    }
    Locations where = (Locations) master.require(new FileOperation.Locate(path));
    index = Math.max(where.chunks().size() - 1, 0);
    OperationReply opened = master.perform(new FileOperation.OpenChunk(path, index, List.of()));
    open =
        opened.outcome() == Outcome.OK && opened.value() instanceof WritableChunk chunk
            ? chunk
            : null;
    return open;
  }

  private long appendSlowly(Bytes record) {
    flush();
    open = null;
    long offset = slow.append(record);
    end = offset + record.length();
    known = end;
    return offset;
  }

  /**
   * Has the master take note of every record so far: whoever reads the file from now on sees them.
   *
   * @throws OperationFailedException if nobody knows whether it has
   */
  public void flush() {
    if (end > known) {
      ChunkId chunk = open == null ? null : open.location().chunk();
      master.require(new FileOperation.ExtendFile(path, end, chunk));
      known = end;
    }
  }

  /**
   * Flushes.
   *
   * @throws OperationFailedException if nobody knows whether the master has taken note
   */
  @Override
  public void close() {
    try (slot) {
      flush();
    }
  }
}
