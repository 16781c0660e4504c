package org.quorama.client;

import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.chunk.ChunkVersion;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue.ChunkLocation;
import org.quorama.metadata.operation.OperationValue.WritableChunk;
import org.quorama.metadata.operation.SyncMode;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;

/**
 * Makes a file of one piece: one entry of the log makes it and opens its chunk, the first write
 * makes the replicas, one more entry makes its bytes count. Confined to its call.
 */
final class SmallUpload {
  private final MasterCalls master;
  private final PieceWriter pieces;
  private final FilePath path;
  private final SyncMode sync;

  SmallUpload(MasterCalls master, PieceWriter pieces, FilePath path, SyncMode sync) {
    this.master = master;
    this.pieces = pieces;
    this.path = path;
    this.sync = sync;
  }

  /**
   * Makes the file; returns false if it is there, empty, and its bytes are to be stored the usual
   * way, because a node failed, or chunks are smaller.
   */
  boolean store(Bytes bytes) {
    FileOperation create = new FileOperation.CreateAndOpen(path, sync);
    OperationReply created = master.perform(create);
    if (created.outcome() == Outcome.OK && created.value() instanceof WritableChunk chunk) {
      return bytes.length() <= chunk.chunkSizeBytes() && write(chunk.location(), bytes);
    }
    if (created.outcome() == Outcome.FAIL && isShortOfNodes(created.code())) {
      master.require(new FileOperation.CreateFile(path, sync));
      return false;
    }
    throw new OperationFailedException(
        created.outcome(), created.code(), FailureText.of(create, created.code()));
  }

  private static boolean isShortOfNodes(ErrorCode code) {
    return code == ErrorCode.NO_CHUNKSERVERS || code == ErrorCode.REPLICA_FAILED;
  }

  private boolean write(ChunkLocation to, Bytes bytes) {
    PieceWriter.Piece piece = pieces.piece(to, 0, bytes, sync != SyncMode.NEVER);
    boolean isNew = to.version().equals(ChunkVersion.FIRST);
    MutationReply reply = isNew ? pieces.writeFirst(piece) : pieces.pushAndWrite(piece);
    if (!PieceWriter.isDone(reply)) {
      return false;
    }
    OperationReply finished =
        master.perform(
            new FileOperation.FinishFile(path, to.chunk(), to.version(), bytes.length()));
    return finished.outcome() == Outcome.OK;
  }
}
