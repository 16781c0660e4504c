package org.quorama.remote.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.protocol.ErrorCode;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.PushedData;
import org.quorama.remote.Stamp;
import org.quorama.remote.Stamped;

/**
 * What is asked over streams: all that carries the bytes of files, and the orders that put them
 * into their places. Thread-safe.
 *
 * <p>Every method throws {@link NodeUnreachableException} if there is no answer.
 */
public interface StreamService {
  /**
   * Returns memory for bytes that are about to arrive.
   *
   * @param length of which length
   */
  default ByteBuffer room(int length) {
    return ByteBuffer.allocate(length);
  }

  /**
   * Takes data of a client, and pushes it on along the chain; returns when all have it.
   *
   * @param data the bytes and the chain
   * @return which nodes of the chain, this one included, could not be reached
   */
  MutationReply push(PushedData data);

  /**
   * Takes data that another node passes on.
   *
   * @param stamp who passes it on
   * @param data the bytes and the rest of the chain
   * @return which nodes of the chain, this one included, could not be reached
   */
  MutationReply pass(Stamp stamp, PushedData data);

  /**
   * Reads bytes of a replica, a block at a time; each is verified before it is handed on.
   *
   * @param read which
   * @param sink takes the bytes; what it took before a failure is of no use
   * @return why there are no more bytes, {@link ErrorCode#NONE} if there are all
   * @throws IOException if the sink cannot take them
   */
  ErrorCode read(ChunkMessage.Read read, BlockSink sink) throws IOException;

  /**
   * Writes pushed data through the primary.
   *
   * @param write what to write
   * @return what became of it
   */
  MutationReply write(ChunkMessage.Write write);

  /**
   * Writes through the primary a little data that rides with the order.
   *
   * @param data the bytes, and the chain to which they go on
   * @param write what to write
   * @return what became of it
   */
  MutationReply write(PushedData data, ChunkMessage.Write write);

  /**
   * Has a secondary apply a mutation whose data rides with the order; may be repeated.
   *
   * @param stamp who orders
   * @param mutate what to apply
   * @param data the bytes
   * @return what became of it
   */
  Stamped<MutationReply> mutate(Stamp stamp, ChunkMessage.Mutate mutate, PushedData data);

  /**
   * Has a secondary apply a mutation; may be repeated.
   *
   * @param stamp who orders
   * @param mutate what to apply
   * @return what became of it
   */
  Stamped<MutationReply> mutate(Stamp stamp, ChunkMessage.Mutate mutate);
}
