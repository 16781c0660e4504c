package org.quorama.client;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue.ChunkLocation;
import org.quorama.metadata.operation.OperationValue.WritableChunk;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;
import org.quorama.remote.PushedData;

/**
 * Stores the bytes of one chunk after the other on all their replicas. Confined to its transfer.
 *
 * <p>After any failure the chunk is opened again without the failed nodes, and all its bytes are
 * written again: a write of the same bytes to the same place does no harm.
 */
final class ChunkUpload {
  private final MasterCalls master;
  private final PieceWriter pieces;
  private final ExecutorService writers;
  private final ClientConfig config;
  private final ClientClock clock;
  private final Suspects suspects;

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
   * @param bytes what
   */
  record Part(FilePath path, int chunkIndex, long offset, Bytes bytes) {}

  /** Stores a part on all replicas; throws {@link OperationFailedException}. */
  void store(Part part, LongConsumer advanced) {
    Backoff backoff = new Backoff(clock, config, config.transferTimeout());
    ErrorCode code = ErrorCode.NONE;
    do {
      OperationReply opened =
          master.perform(
              new FileOperation.OpenChunk(part.path(), part.chunkIndex(), suspects.list()));
      if (opened.outcome() == Outcome.OK && opened.value() instanceof WritableChunk chunk) {
        MutationReply reply = writeAll(part, chunk.location(), advanced);
        if (PieceWriter.isDone(reply)) {
          return;
        }
        code = reply.code();
        suspects.addAll(blamed(reply, chunk.location()));
      } else {
        refused(part, opened);
        code = reason(code, opened.code());
      }
    } while (backoff.pause());
    throw failure(part, Outcome.FAIL, code);
  }

  /** If all disks are full, in the end no server is left: that is not why. */
  private static ErrorCode reason(ErrorCode before, ErrorCode now) {
    boolean isFull = before == ErrorCode.NO_SPACE && now == ErrorCode.NO_CHUNKSERVERS;
    return isFull ? before : now;
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

  /** Pushes piece by piece, while the writes of the pieces before are still under way. */
  private MutationReply writeAll(Part part, ChunkLocation location, LongConsumer advanced) {
    Deque<Future<MutationReply>> underWay = new ArrayDeque<>();
    MutationReply worst = new MutationReply(ErrorCode.NONE, List.of());
    byte[] bytes = part.bytes().unsafeArray();
    int done = 0;
    for (int at = 0; at < bytes.length && PieceWriter.isDone(worst); ) {
      int end = Math.min(bytes.length, at + PushedData.MAX_BYTES);
      PieceWriter.Piece piece =
          pieces.piece(
              location, part.offset() + at, Bytes.wrap(Arrays.copyOfRange(bytes, at, end)));
      worst = pieces.push(piece);
      if (PieceWriter.isDone(worst)) {
        underWay.add(writers.submit(() -> pieces.write(piece)));
      }
      if (underWay.size() >= config.writesInFlight()) {
        worst = worse(worst, await(underWay.removeFirst()));
        done += PushedData.MAX_BYTES;
        advanced.accept(done);
      }
      at = end;
    }
    while (!underWay.isEmpty()) {
      worst = worse(worst, await(underWay.removeFirst()));
    }
    return worst;
  }

  private static MutationReply worse(MutationReply one, MutationReply other) {
    return PieceWriter.isDone(one) ? other : one;
  }

  private static MutationReply await(Future<MutationReply> write) {
    try {
      return write.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationFailedException(
          Outcome.UNKNOWN, ErrorCode.INDETERMINATE, "Interrupted during a write");
    } catch (ExecutionException e) {
      throw new IllegalStateException("A write ended in an unexpected way", e.getCause());
    }
  }
}
