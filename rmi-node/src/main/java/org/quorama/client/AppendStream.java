package org.quorama.client;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.chunk.ChunkVersion;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue.Attributes;
import org.quorama.metadata.operation.OperationValue.Locations;
import org.quorama.metadata.operation.OperationValue.WritableChunk;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;

/**
 * Appends many records to one file: keeps its last chunk open, so that a record costs one call to
 * the primary. Confined to one thread.
 *
 * <p>A record is on every replica when {@link #append} returns, but its file's length, and with it
 * who reads the file, learns of it only with {@link #flush}, at the latest with {@link #close}.
 * When records are on the disks of the replicas, too, their file's {@link SyncMode} says: {@link
 * SyncMode#ALWAYS} when they are appended, {@link SyncMode#CLOSE} before the length is recorded.
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

  /** Whether the open chunk has records that are forced nowhere, for all that is known. */
  private boolean isUnforced;

  /** How many bytes behind the end some replicas may have of a record that was not acknowledged. */
  private int loose;

  /** Appends a record when the chunk that is open does not take it. */
  interface Fallback {
    /**
     * Returns where the record is; the file's length covers it, and it is forced if that is wanted
     * here or by the file. It could not be appended under a version, if one is named.
     */
    long append(Bytes record, boolean force, @Nullable ChunkVersion unusable);
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
   * @param force whether it is on every replica's disk on return, as always if the file is one of
   *     {@link SyncMode#ALWAYS}; otherwise it is in their memory. All before it is then on their
   *     disks, too, unless the file is one of {@link SyncMode#NEVER}
   * @return where in the file it is
   * @throws OperationFailedException if it is not acknowledged
   */
  public long append(Bytes record, boolean force) {
    WritableChunk chunk = open == null ? open() : open;
    if (chunk == null || record.length() > PieceWriter.MAX_RIDER_BYTES) {
      return appendSlowly(record, force, null);
    }
    boolean isForced = force || chunk.sync() == SyncMode.ALWAYS;
    MutationReply reply = pieces.append(chunk.location(), record, isForced);
    if (!PieceWriter.isDone(reply) || reply.offset() < 0) {
      loose += record.length();
      return appendSlowly(record, force, isFull(reply) ? null : chunk.location().version());
    }
    long offset = (long) index * chunk.chunkSizeBytes() + reply.offset();
    end = offset + record.length();
    isUnforced = !isForced;
    loose = 0;
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

  private static boolean isFull(MutationReply reply) {
    return reply.code() == ErrorCode.CHUNK_FULL && reply.failed().isEmpty();
  }

  /** Appends by itself, when the chunk before has all it is to have: the next is opened anew. */
  private long appendSlowly(Bytes record, boolean force, @Nullable ChunkVersion unusable) {
    flush();
    open = null;
    isUnforced = false;
    loose = 0;
    long offset = slow.append(record, force, unusable);
    end = offset + record.length();
    known = end;
    return offset;
  }

  /**
   * Has the master take note of every record so far: whoever reads the file from now on sees them.
   * They are on every replica's disk before, unless the file is one of {@link SyncMode#NEVER}.
   *
   * @throws OperationFailedException if nobody knows whether it has, or whether they are
   */
  public void flush() {
    if (end > known) {
      WritableChunk chunk = open;
      if (chunk != null && isUnforced && chunk.sync() != SyncMode.NEVER) {
        force(chunk);
      }
      master.require(
          new FileOperation.ExtendFile(path, end, chunk == null ? null : chunk.location().chunk()));
      known = end;
    }
  }

  /** Has what was appended to the open chunk forced on all replicas. */
  private void force(WritableChunk chunk) {
    MutationReply reply = pieces.sync(chunk.location());
    if (!PieceWriter.isDone(reply) && !isFenced()) {
      throw new OperationFailedException(
          Outcome.UNKNOWN,
          reply.code(),
          ("%s: the bytes from %,d to %,d are appended, but nobody knows whether they are on the"
                  + " disks of all replicas: append their records again, by another stream")
              .formatted(path, known, end));
    }
    isUnforced = false;
  }

  /**
   * Tells whether all replicas that count from now on have forced every record, though the version
   * under which they were written is over, as after a while without records, or when a replica
   * failed. Recovery gives them a version under which nobody writes, which forces what each has,
   * and tells how much that is at least. If it is not what this stream wrote, others write, too,
   * whose length proves nothing.
   */
  private boolean isFenced() {
    OperationReply reply = master.perform(new FileOperation.RecoverLength(path));
    return reply.outcome() == Outcome.OK
        && reply.value() instanceof Attributes file
        && file.chunks() == index + 1
        && file.lengthBytes() >= end
        && file.lengthBytes() <= end + loose;
  }

  /**
   * Flushes.
   *
   * @throws OperationFailedException if nobody knows whether the master has taken note, or whether
   *     every record is on the disks as the file wants it
   */
  @Override
  public void close() {
    try (slot) {
      flush();
    }
  }
}
