package org.quorama.client;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.chunk.ChunkVersion;
import org.quorama.chunk.Mutation;
import org.quorama.client.PieceWriter.Piece;
import org.quorama.client.QuoramaClient.Appended;
import org.quorama.client.QuoramaClient.RegionState;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue.Locations;
import org.quorama.metadata.operation.OperationValue.WritableChunk;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;
import org.quorama.remote.NodePort;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.PushedData;

/**
 * Appends one record as a whole, at least once, at an offset that the primary chooses [GFS §3.3].
 * It closes the file in its end: the record is forced before, unless the file never wants that.
 * Confined to its call.
 *
 * <p>An attempt that failed may have left the record, or part of it, on some replicas, before the
 * offset that is returned in the end. Then all is acknowledged that is in the file's length.
 */
final class RecordAppend {
  /** The most of a chunk that a record may take is one of this many parts [GFS §3.3]. */
  private static final int PARTS = 4;

  private static final int PUSHES = 4;
  private static final MutationReply PUSHED = new MutationReply(ErrorCode.NONE, List.of());

  private final MasterCalls master;
  private final NodeDirectory directory;
  private final PieceWriter pieces;
  private final FilePath path;
  private final Bytes record;
  private final boolean force;
  private final Backoff backoff;
  private final Suspects suspects;

  /** Which chunk is tried; only grows. */
  private int index;

  /** The version of that chunk under which an attempt failed, null if none did. */
  private @Nullable ChunkVersion unusable;

  /** Becomes true when a replica may have the record without an acknowledgement. */
  private boolean uncertain;

  private ErrorCode why = ErrorCode.NONE;

  RecordAppend(MasterCalls master, NodeDirectory directory, PieceWriter pieces, Attempts attempts) {
    this.master = master;
    this.directory = directory;
    this.pieces = pieces;
    this.path = attempts.path();
    this.record = attempts.record();
    this.force = attempts.force();
    this.unusable = attempts.unusable();
    this.backoff = attempts.backoff();
    this.suspects = new Suspects(attempts.clock());
  }

  /**
   * What to append where, whether it is forced whatever the file says, under which version of the
   * last chunk it failed before, and how long to try.
   */
  record Attempts(
      FilePath path,
      Bytes record,
      boolean force,
      @Nullable ChunkVersion unusable,
      Backoff backoff,
      ClientClock clock) {}

  /** Appends; throws {@link OperationFailedException}, unknown once a replica may have it. */
  Appended run() {
    try {
      Locations where = (Locations) master.require(new FileOperation.Locate(path));
      checkLength(where.chunkSizeBytes());
      index = Math.max(where.chunks().size() - 1, 0);
      return attempt();
    } catch (OperationFailedException e) {
      throw new OperationFailedException(
          uncertain ? Outcome.UNKNOWN : e.outcome(),
          e.code(),
          e.getMessage() + (uncertain ? RegionState.DOUBT + ", behind the last record" : ""),
          e.node().orElse(null),
          e.term());
    }
  }

  private void checkLength(int chunkSize) {
    int most = Math.min(chunkSize / PARTS, PushedData.MAX_BYTES);
    if (record.length() > most) {
      throw new OperationFailedException(
          Outcome.FAIL,
          ErrorCode.RECORD_TOO_LARGE,
          "%s: a record of %,d bytes is longer than the %,d that can be appended at once: split it"
              .formatted(path, record.length(), most));
    }
  }

  private Appended attempt() {
    boolean goOn = true;
    while (goOn) {
      OperationReply opened = open();
      if (opened.outcome() == Outcome.OK && opened.value() instanceof WritableChunk chunk) {
        MutationReply reply = append(chunk);
        if (PieceWriter.isDone(reply)) {
          return acknowledge(chunk, reply.offset());
        }
        goOn = isNextChunk(reply) || failed(chunk, reply);
      } else {
        goOn = refused(opened);
      }
    }
    throw failure(Outcome.FAIL, why);
  }

  private OperationReply open() {
    return master.perform(new FileOperation.OpenChunk(path, index, suspects.list(), unusable));
  }

  /** Takes note that the chunk was padded instead [GFS §3.3]; this costs no pause. */
  private boolean isNextChunk(MutationReply reply) {
    boolean full = reply.code() == ErrorCode.CHUNK_FULL && reply.failed().isEmpty();
    if (full) {
      index++;
      unusable = null;
    }
    return full;
  }

  private boolean failed(WritableChunk chunk, MutationReply reply) {
    why = reply.code();
    unusable = chunk.location().version();
    NodeId primary = chunk.location().primary();
    boolean disk = why == ErrorCode.NO_SPACE || why == ErrorCode.CORRUPT;
    suspects.addAll(reply.failed().isEmpty() && disk ? List.of(primary) : reply.failed());
    return backoff.pause();
  }

  /** Returns whether it is of use to open the chunk again, later; throws if it is not. */
  private boolean refused(OperationReply opened) {
    suspects.forgive();
    boolean passes =
        opened.outcome() == Outcome.UNKNOWN
            || opened.code() == ErrorCode.NO_CHUNKSERVERS
            || opened.code() == ErrorCode.REPLICA_FAILED;
    if (!passes) {
      throw failure(opened.outcome(), opened.code());
    }
    why = why == ErrorCode.NO_SPACE ? why : opened.code();
    return backoff.pause();
  }

  private OperationFailedException failure(Outcome outcome, ErrorCode code) {
    FileOperation asked = new FileOperation.OpenChunk(path, index, List.of());
    return new OperationFailedException(outcome, code, FailureText.of(asked, code));
  }

  /** Has the record pushed and ordered, with one call if it is small; again if it is lost. */
  private MutationReply append(WritableChunk chunk) {
    boolean isForced = force || chunk.sync() != SyncMode.NEVER;
    Piece piece = pieces.piece(chunk.location(), 0, record, isForced);
    MutationReply reply = new MutationReply(ErrorCode.DATA_NOT_FOUND, List.of());
    for (int i = 0; i < PUSHES && reply.code() == ErrorCode.DATA_NOT_FOUND; i++) {
      boolean rides = i == 0 && record.length() <= PieceWriter.MAX_RIDER_BYTES;
      MutationReply pushed = rides ? PUSHED : pieces.push(piece);
      reply = PieceWriter.isDone(pushed) ? order(piece, rides) : pushed;
    }
    return reply;
  }

  private MutationReply order(Piece piece, boolean rides) {
    Mutation append = new Mutation.AppendData(record.length(), piece.id(), piece.force());
    ChunkMessage.Write write =
        new ChunkMessage.Write(piece.to().chunk(), piece.to().version(), append);
    NodeId primary = piece.to().primary();
    try {
      NodePort port = directory.connect(primary);
      MutationReply reply =
          rides ? port.write(PieceWriter.dataOf(piece), write) : port.write(write);
      uncertain |= !reply.failed().isEmpty() || !isCertain(reply.code());
      return reply;
    } catch (NodeUnreachableException e) {
      uncertain |= e.effect() != NodeUnreachableException.Effect.NONE;
      return new MutationReply(ErrorCode.REPLICA_FAILED, List.of(primary));
    }
  }

  /** Tells whether a primary that says this has certainly not applied the record anywhere. */
  private static boolean isCertain(ErrorCode code) {
    return switch (code) {
      case NONE, CHUNK_FULL, NO_LEASE, STALE_VERSION, DATA_NOT_FOUND, OVERLOADED -> true;
      default -> false;
    };
  }

  private Appended acknowledge(WritableChunk chunk, long offsetInChunk) {
    uncertain = true;
    long offset = (long) index * chunk.chunkSizeBytes() + offsetInChunk;
    FileOperation extend =
        new FileOperation.ExtendFile(path, offset + record.length(), chunk.location().chunk());
    return new Appended(offset, master.requireReply(extend));
  }
}
