package org.quorama.client;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue.WritableChunk;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;

/**
 * Stores a file of one piece: its bytes go to a reserved chunk, whose first write makes the
 * replicas, then one entry of the log has the file consist of it. Confined to its call.
 */
final class SmallUpload {
  private final MasterCalls master;
  private final PieceWriter pieces;
  private final ChunkReserve reserve;

  SmallUpload(MasterCalls master, PieceWriter pieces, ChunkReserve reserve) {
    this.master = master;
    this.pieces = pieces;
    this.reserve = reserve;
  }

  /**
   * Stores bytes, forced or not, and has the operation performed that names their chunk. Returns
   * its reply; null if nothing happened, and the bytes are to be stored the usual way: a node
   * failed, chunks are smaller, or the file is not empty. Throws {@link OperationFailedException}.
   */
  @Nullable OperationReply store(
      Bytes bytes, boolean force, Function<ChunkId, FileOperation.OfReserved> operation) {
    WritableChunk chunk = reserve.take();
    if (chunk != null && bytes.length() > chunk.chunkSizeBytes()) {
      reserve.giveBack(chunk);
      return null;
    }
    return chunk != null && write(chunk, bytes, force)
        ? use(operation.apply(chunk.location().chunk()))
        : null;
  }

  private boolean write(WritableChunk chunk, Bytes bytes, boolean force) {
    MutationReply reply = pieces.writeFirst(pieces.piece(chunk.location(), 0, bytes, force));
    boolean isDone = PieceWriter.isDone(reply);
    if (!isDone) {
      reserve.giveUp(chunk.location().chunk());
      reserve.without(reply.failed());
    }
    return isDone;
  }

  private @Nullable OperationReply use(FileOperation.OfReserved operation) {
    OperationReply reply = master.perform(operation);
    if (reply.outcome() == Outcome.FAIL && reply.code() == ErrorCode.STALE_VERSION) {
      reserve.forget();
      return null;
    }
    if (reply.outcome() != Outcome.OK) {
      reserve.giveUp(operation.chunk());
    }
    return isNotEmpty(operation, reply) ? null : MasterCalls.required(operation, reply);
  }

  private static boolean isNotEmpty(FileOperation.OfReserved operation, OperationReply reply) {
    return operation instanceof FileOperation.FillFile
        && reply.outcome() == Outcome.FAIL
        && reply.code() == ErrorCode.EXISTS;
  }
}
