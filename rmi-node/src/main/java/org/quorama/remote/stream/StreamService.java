package org.quorama.remote.stream;

import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.PushedData;
import org.quorama.remote.ReadReply;
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
   * Returns an array for bytes that are about to arrive.
   *
   * @param length of which length
   */
  default byte[] room(int length) {
    return new byte[length];
  }

  /**
   * Takes the array of an answer that has been sent, to use it again.
   *
   * @param room what nobody else reads any more
   */
  default void recycle(byte[] room) {}

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
   * Reads bytes of a replica.
   *
   * @param read which
   * @return the bytes, or why not
   */
  ReadReply read(ChunkMessage.Read read);

  /**
   * Writes pushed data through the primary.
   *
   * @param write what to write
   * @return what became of it
   */
  MutationReply write(ChunkMessage.Write write);

  /**
   * Has a secondary apply a mutation; may be repeated.
   *
   * @param stamp who orders
   * @param mutate what to apply
   * @return what became of it
   */
  Stamped<MutationReply> mutate(Stamp stamp, ChunkMessage.Mutate mutate);
}
