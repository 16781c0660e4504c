package org.quorama.client;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.chunk.DataId;
import org.quorama.chunk.Mutation;
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
  /** So few bytes cost less than a call. */
  static final int MAX_RIDER_BYTES = 64 << 10;

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
  record Piece(ChunkLocation to, long offset, Bytes bytes, DataId id, boolean force) {
    ChunkMessage.Write write() {
      return new ChunkMessage.Write(to.chunk(), to.version(), data());
    }

    private Mutation.WriteData data() {
      return new Mutation.WriteData(new ByteRange(offset, bytes.length()), id, force);
    }

    /** Returns the write that makes the chunk, on all replicas. */
    ChunkMessage.Write firstWrite() {
      return new ChunkMessage.Write(
          to.chunk(), to.version(), new Mutation.FirstWrite(data(), to.primaryFirst()));
    }
  }

  /** Names a piece that is forced as soon as it is written, or later with others. */
  Piece piece(ChunkLocation to, long offset, Bytes bytes, boolean force) {
    return new Piece(to, offset, bytes, new DataId(clientId, sequence.incrementAndGet()), force);
  }

  /** Pushes a piece to all replicas, the primary first [GFS §3.2]. */
  MutationReply push(Piece piece) {
    PushedData data = dataOf(piece);
    NodeId primary = piece.to().primary();
    return settle(primary, () -> directory.connect(primary).push(data));
  }

  /** Returns a piece as it travels along its chain. */
  static PushedData dataOf(Piece piece) {
    List<NodeId> all = piece.to().primaryFirst();
    List<NodeId> chain = List.copyOf(all.subList(1, all.size()));
    return PushedData.of(piece.id(), piece.bytes(), chain);
  }

  /** Has a piece pushed and written, with one call if it is small. */
  MutationReply pushAndWrite(Piece piece) {
    MutationReply reply = pushAndOrder(piece, piece.write());
    return reply.code() == ErrorCode.DATA_NOT_FOUND ? write(piece) : reply;
  }

  /**
   * Has a new chunk made with a piece, with one call if it is small. Done once: a replica that is
   * there takes no first write, so after any failure the chunk has to be given up.
   */
  MutationReply writeFirst(Piece piece) {
    return pushAndOrder(piece, piece.firstWrite());
  }

  private MutationReply pushAndOrder(Piece piece, ChunkMessage.Write write) {
    if (piece.bytes().length() <= MAX_RIDER_BYTES) {
      return ride(piece, write);
    }
    MutationReply pushed = push(piece);
    return isDone(pushed) ? order(piece.to().primary(), write) : pushed;
  }

  /** Has a record appended whose bytes ride with the order; the reply says where. */
  MutationReply append(ChunkLocation to, Bytes record, boolean force) {
    Piece piece = piece(to, 0, record, force);
    Mutation append = new Mutation.AppendData(record.length(), piece.id(), force);
    return ride(piece, new ChunkMessage.Write(to.chunk(), to.version(), append));
  }

  private MutationReply ride(Piece piece, ChunkMessage.Write write) {
    NodeId primary = piece.to().primary();
    PushedData data = dataOf(piece);
    return settle(primary, () -> directory.connect(primary).write(data, write));
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
    return order(piece.to().primary(), piece.write());
  }

  /** Has all that was written to a chunk before forced on all replicas. */
  MutationReply sync(ChunkLocation to) {
    return order(
        to.primary(), new ChunkMessage.Write(to.chunk(), to.version(), new Mutation.Sync()));
  }

  private MutationReply order(NodeId primary, ChunkMessage.Write write) {
    return settle(primary, () -> directory.connect(primary).write(write));
  }

  private interface Call {
    MutationReply run();
  }

  /** Calls the primary, again while it is overloaded. */
  private MutationReply settle(NodeId primary, Call call) {
    Backoff backoff = new Backoff(clock, config, config.operationTimeout());
    MutationReply reply;
    do {
      reply = callOnce(primary, call);
    } while (reply.code() == ErrorCode.OVERLOADED && backoff.pause());
    return reply;
  }

  private static MutationReply callOnce(NodeId primary, Call call) {
    try {
      return call.run();
    } catch (NodeUnreachableException e) {
      return new MutationReply(ErrorCode.REPLICA_FAILED, List.of(primary));
    }
  }

  /** Tells whether a reply is a success on all replicas. */
  static boolean isDone(MutationReply reply) {
    return reply.code() == ErrorCode.NONE && reply.failed().isEmpty();
  }
}
