package org.quorama.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue.ChunkLocation;
import org.quorama.metadata.operation.OperationValue.WritableChunk;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;
import org.quorama.remote.PushedData;

/**
 * Stores the bytes of chunks on all their replicas. Thread-safe; belongs to one transfer.
 *
 * <p>Several pieces are pushed at once, while those before are written in their order, unforced;
 * all are forced together in the end, for nothing is acknowledged before, unless the file never
 * wants that. After any failure the chunk is opened again without the failed nodes, and all its
 * bytes are written again: a write of the same bytes to the same place does no harm.
 */
final class ChunkUpload {
  private static final MutationReply DONE = new MutationReply(ErrorCode.NONE, List.of());

  private final MasterCalls master;
  private final PieceWriter pieces;
  private final ExecutorService writers;
  private final ClientConfig config;
  private final ClientClock clock;
  private final Suspects suspects;
  private volatile boolean isStopped;
  private volatile boolean hasFailed;

  ChunkUpload(
      MasterCalls master,
      PieceWriter pieces,
      ExecutorService writers,
      ClientConfig config,
      ClientClock clock) {
    this.master = master;
    this.pieces = pieces;
    this.writers = writers;
    this.config = config;
    this.clock = clock;
    this.suspects = new Suspects(clock);
  }

  /**
   * What to store where.
   *
   * @param path the file
   * @param chunkIndex which chunk, from 0
   * @param offset where in the chunk
   * @param pieces what, one behind the other, each of at most {@link PushedData#MAX_BYTES}
   */
  record Part(FilePath path, int chunkIndex, long offset, List<Bytes> pieces) {
    Part {
      pieces = List.copyOf(pieces);
    }
  }

  /** Hears how a part gets on. */
  interface Listener {
    /** So many bytes are written. */
    default void advanced(long done) {}

    /** The chunk exists: the next one may be opened. */
    default void opened() {}
  }

  /** Tells whether nothing has failed yet, so that nothing that was stored is still being sent. */
  boolean wentWell() {
    return !hasFailed;
  }

  /** Has every part that fails from now on fail for good. */
  void stop() {
    isStopped = true;
  }

  /**
   * Stores a part on all replicas, and on their disks, unless the file is {@link SyncMode#NEVER}
   * forced; returns the chunk that has it. Throws {@link OperationFailedException}.
   */
  ChunkId store(Part part, Listener listener) {
    Backoff backoff = new Backoff(clock, config, config.transferTimeout());
    ErrorCode code = ErrorCode.NONE;
    ChunkVersion unusable = null;
    do {
      OperationReply opened =
          master.perform(
              new FileOperation.OpenChunk(
                  part.path(), part.chunkIndex(), suspects.list(), unusable));
      if (opened.outcome() == Outcome.OK && opened.value() instanceof WritableChunk chunk) {
        listener.opened();
        MutationReply reply = write(part, chunk, listener);
        if (PieceWriter.isDone(reply)) {
          return chunk.location().chunk();
        }
        code = reply.code();
        unusable = chunk.location().version();
      } else {
        refused(part, opened);
        code = reason(code, opened.code());
      }
    } while (!isStopped && backoff.pause());
    throw failure(part, Outcome.FAIL, code);
  }

  /** Writes a part to a chunk that is open; remembers whose fault it is if that fails. */
  private MutationReply write(Part part, WritableChunk chunk, Listener listener) {
    MutationReply reply = writeAll(part, chunk, listener);
    if (!PieceWriter.isDone(reply)) {
      hasFailed = true;
      suspects.addAll(blamed(reply, chunk.location()));
    }
    return reply;
  }

  /** If all disks are full, in the end no server is left, or none answers: that is not why. */
  private static ErrorCode reason(ErrorCode before, ErrorCode now) {
    boolean hides = now == ErrorCode.NO_CHUNKSERVERS || now == ErrorCode.INDETERMINATE;
    return before == ErrorCode.NO_SPACE && hides ? before : now;
  }

  /** Throws if it is of no use to open the chunk again. */
  private void refused(Part part, OperationReply opened) {
    suspects.forgive();
    boolean passes =
        opened.outcome() == Outcome.UNKNOWN
            || opened.code() == ErrorCode.NO_CHUNKSERVERS
            || opened.code() == ErrorCode.REPLICA_FAILED;
    if (!passes) {
      throw failure(part, opened.outcome(), opened.code());
    }
  }

  private static OperationFailedException failure(Part part, Outcome outcome, ErrorCode code) {
    FileOperation asked = new FileOperation.OpenChunk(part.path(), part.chunkIndex(), List.of());
    return new OperationFailedException(outcome, code, FailureText.of(asked, code));
  }

  private static List<NodeId> blamed(MutationReply reply, ChunkLocation location) {
    boolean primary = reply.failed().isEmpty() && isDiskFailure(reply.code());
    return primary ? List.of(location.primary()) : reply.failed();
  }

  private static boolean isDiskFailure(ErrorCode code) {
    return code == ErrorCode.NO_SPACE || code == ErrorCode.CORRUPT;
  }

  private MutationReply writeAll(Part part, WritableChunk chunk, Listener listener) {
    ChunkLocation location = chunk.location();
    boolean force = chunk.sync() != SyncMode.NEVER;
    if (part.pieces().size() == 1) {
      Bytes only = part.pieces().get(0);
      return pieces.pushAndWrite(pieces.piece(location, part.offset(), only, force));
    }
    Deque<Pushed> underWay = new ArrayDeque<>();
    MutationReply worst = DONE;
    long offset = part.offset();
    for (Bytes bytes : part.pieces()) {
      if (underWay.size() >= config.writesInFlight() && PieceWriter.isDone(worst)) {
        worst = finish(underWay.removeFirst(), part, listener);
      }
      if (PieceWriter.isDone(worst)) {
        underWay.add(push(pieces.piece(location, offset, bytes, false)));
        offset += bytes.length();
      }
    }
    for (Pushed pushed : underWay) {
      worst = PieceWriter.isDone(worst) ? finish(pushed, part, listener) : worst;
    }
    return force && PieceWriter.isDone(worst) ? pieces.sync(location) : worst;
  }

  /** A piece that is being pushed. */
  private record Pushed(PieceWriter.Piece piece, Future<MutationReply> outcome) {}

  private Pushed push(PieceWriter.Piece piece) {
    return new Pushed(piece, writers.submit(() -> pieces.push(piece)));
  }

  /** Writes a piece when all replicas have its bytes. */
  private MutationReply finish(Pushed pushed, Part part, Listener listener) {
    MutationReply reply = await(pushed.outcome());
    if (PieceWriter.isDone(reply)) {
      reply = pieces.write(pushed.piece());
      PieceWriter.Piece piece = pushed.piece();
      listener.advanced(piece.offset() + piece.bytes().length() - part.offset());
    }
    return reply;
  }

  static <T> T await(Future<T> task) {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationFailedException(
          Outcome.UNKNOWN, ErrorCode.INDETERMINATE, "Interrupted during a transfer");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OperationFailedException failure) {
        throw failure;
      }
      throw new IllegalStateException("A transfer ended in an unexpected way", e.getCause());
    }
  }
}
