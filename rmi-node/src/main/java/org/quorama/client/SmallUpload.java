package org.quorama.client;

import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue.WritableChunk;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;

/**
 * Makes a file of one piece: its bytes go to a reserved chunk, whose first write makes the
 * replicas, then one entry of the log makes the file of it. Confined to its call.
 */
final class SmallUpload {
  private final MasterCalls master;
  private final PieceWriter pieces;
  private final ChunkReserve reserve;
  private final FilePath path;
  private final SyncMode sync;

  SmallUpload(
      MasterCalls master, PieceWriter pieces, ChunkReserve reserve, FilePath path, SyncMode sync) {
    this.master = master;
    this.pieces = pieces;
    this.reserve = reserve;
    this.path = path;
    this.sync = sync;
  }

  /**
   * Makes the file; returns false if it is there, empty, and its bytes are to be stored the usual
   * way, because a node failed, or chunks are smaller.
   */
  boolean store(Bytes bytes) {
    boolean isMade = storeReserved(bytes);
    if (!isMade) {
      master.require(new FileOperation.CreateFile(path, sync));
    }
    return isMade;
  }

  private boolean storeReserved(Bytes bytes) {
    WritableChunk chunk = reserve.take();
    if (chunk != null && bytes.length() > chunk.chunkSizeBytes()) {
      reserve.giveBack(chunk);
      return false;
    }
    return chunk != null && write(chunk, bytes) && make(chunk, bytes.length());
  }

  private boolean write(WritableChunk chunk, Bytes bytes) {
    boolean force = sync != SyncMode.NEVER;
    MutationReply reply = pieces.writeFirst(pieces.piece(chunk.location(), 0, bytes, force));
    boolean isDone = PieceWriter.isDone(reply);
    if (!isDone) {
      reserve.giveUp(chunk.location().chunk());
      reserve.without(reply.failed());
    }
    return isDone;
  }

  private boolean make(WritableChunk chunk, long lengthBytes) {
    FileOperation create =
        new FileOperation.CreateWritten(path, sync, chunk.location().chunk(), lengthBytes);
    OperationReply made = master.perform(create);
    if (made.outcome() == Outcome.FAIL && made.code() == ErrorCode.STALE_VERSION) {
      reserve.forget();
      return false;
    }
    if (made.outcome() != Outcome.OK) {
      reserve.giveUp(chunk.location().chunk());
    }
    MasterCalls.required(create, made);
    return true;
  }
}
