package org.quorama.remote.stream;

import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.PushedData;
import org.quorama.remote.ReadReply;
import org.quorama.remote.Stamp;

/**
 * What is asked over streams: all that carries the bytes of files. Thread-safe.
 *
 * <p>Every method throws {@link NodeUnreachableException} if there is no answer.
 */
public interface StreamService {
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
}
