package org.quorama.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.chunk.DataId;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.OperationValue.ChunkLocation;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.PushedData;

/**
 * Moves one piece of a chunk: data along the chain first, then the write at the primary [GFS §3.1].
 * Thread-safe.
 */
final class PieceWriter {
  private static final int TRIES = 4;

  private final NodeDirectory directory;
  private final ClientConfig config;
  private final ClientClock clock;
  private final long clientId;
  private final AtomicLong sequence = new AtomicLong();

  PieceWriter(NodeDirectory directory, ClientConfig config, ClientClock clock, long clientId) {
    this.directory = directory;
    this.config = config;
    this.clock = clock;
    this.clientId = clientId;
  }

  /** One piece on its way to the replicas of a chunk. */
  record Piece(ChunkLocation to, long offset, Bytes bytes, DataId id) {
    ChunkMessage.Write write() {
      return new ChunkMessage.Write(
          to.chunk(), to.version(), new ByteRange(offset, bytes.length()), id);
    }
  }

  /** Names a piece. */
  Piece piece(ChunkLocation to, long offset, Bytes bytes) {
    return new Piece(to, offset, bytes, new DataId(clientId, sequence.incrementAndGet()));
  }

  /** Pushes a piece to all replicas, the primary first [GFS §3.2]. */
  MutationReply push(Piece piece) {
    CRC32C crc = new CRC32C();
    crc.update(piece.bytes().unsafeArray());
    List<NodeId> chain = new ArrayList<>(piece.to().replicas());
    chain.remove(piece.to().primary());
    PushedData data =
        new PushedData(piece.id(), piece.bytes(), (int) crc.getValue(), List.copyOf(chain));
    return settle(
        piece, () -> directory.connect(piece.to().primary()).push(data), ErrorCode.OVERLOADED);
  }

  /** Has the primary write a pushed piece; pushes it again if the data is gone. */
  MutationReply write(Piece piece) {
    MutationReply reply = writeOnce(piece);
    for (int i = 1; i < TRIES && reply.code() == ErrorCode.DATA_NOT_FOUND; i++) {
      MutationReply pushed = push(piece);
      reply = isDone(pushed) ? writeOnce(piece) : pushed;
    }
    return reply;
  }

  private MutationReply writeOnce(Piece piece) {
    return settle(
        piece,
        () -> directory.connect(piece.to().primary()).write(piece.write()),
        ErrorCode.OVERLOADED);
  }

  private interface Call {
    MutationReply run();
  }

  /** Calls the primary, again while it answers a code that passes. */
  private MutationReply settle(Piece piece, Call call, ErrorCode passing) {
    Backoff backoff = new Backoff(clock, config, config.operationTimeout());
    MutationReply reply;
    do {
      reply = callOnce(piece, call);
    } while (reply.code() == passing && backoff.pause());
    return reply;
  }

  private static MutationReply callOnce(Piece piece, Call call) {
    try {
      return call.run();
    } catch (NodeUnreachableException e) {
      return new MutationReply(ErrorCode.REPLICA_FAILED, List.of(piece.to().primary()));
    }
  }

  /** Tells whether a reply is a success on all replicas. */
  static boolean isDone(MutationReply reply) {
    return reply.code() == ErrorCode.NONE && reply.failed().isEmpty();
  }
}
