package org.quorama.remote;

import org.quorama.chunk.ChunkMessage;
import org.quorama.raft.RaftMessage;

/**
 * How one node talks to another, without RMI in sight. Thread-safe; every call blocks.
 *
 * <p>Every method throws {@link NodeUnreachableException} if the other node does not answer in
 * time.
 */
public interface PeerPort {
  /**
   * Makes sure that the next call goes out without delay: connects, if there is anything to
   * connect.
   */
  default void open() {}

  /**
   * Asks a question of [Raft Fig. 2] and waits until the answer may leave the other node.
   *
   * @param stamp who asks
   * @param request a RequestVote or AppendEntries
   */
  Stamped<RaftMessage> ask(Stamp stamp, RaftMessage request);

  /**
   * Tells a replica a version and perhaps a lease; returns when the version is durable there.
   *
   * @param stamp who tells
   * @param grant what
   */
  Stamped<ChunkMessage.GrantReply> grant(Stamp stamp, ChunkMessage.Grant grant);

  /**
   * Takes a lease back; returns when all that was ordered under it is finished.
   *
   * @param stamp who takes it back
   * @param revoke which lease
   */
  Stamped<ChunkMessage.GrantReply> revoke(Stamp stamp, ChunkMessage.Revoke revoke);

  /**
   * Has a replica copied on the same disk; returns when the copy is durable. Repeating it joins the
   * copy that is under way.
   *
   * @param stamp who wants it
   * @param order of which chunk
   */
  Stamped<ChunkMessage.CopyReply> cloneChunk(Stamp stamp, ChunkMessage.CloneChunk order);

  /**
   * Has a replica pulled from another node; returns when it is durable. Repeating it joins the copy
   * that is under way.
   *
   * @param stamp who wants it
   * @param order of which chunk, from whom
   */
  Stamped<ChunkMessage.CopyReply> copyChunk(Stamp stamp, ChunkMessage.CopyChunk order);

  /**
   * Has a secondary apply a mutation; returns when it is durable there.
   *
   * @param stamp which primary asks
   * @param mutate what to apply
   */
  Stamped<ChunkMessage.MutationReply> mutate(Stamp stamp, ChunkMessage.Mutate mutate);

  /**
   * Has a secondary apply a mutation whose data rides with the order.
   *
   * @param stamp which primary asks
   * @param mutate what to apply
   * @param data its bytes
   */
  default Stamped<ChunkMessage.MutationReply> mutate(
      Stamp stamp, ChunkMessage.Mutate mutate, PushedData data) {
    ChunkMessage.MutationReply unused = pass(stamp, data);
    return mutate(stamp, mutate);
  }

  /**
   * Reports to the master what is held; returns what it wants.
   *
   * @param stamp who reports
   * @param report what is held
   */
  Stamped<ChunkMessage.Orders> report(Stamp stamp, ChunkMessage.ChunkReport report);

  /**
   * Passes pushed data on along its chain [GFS §3.2].
   *
   * @param stamp who passes it on
   * @param data the bytes and the rest of the chain
   * @return which nodes of the chain could not be reached
   */
  ChunkMessage.MutationReply pass(Stamp stamp, PushedData data);

  /**
   * Reads bytes of a replica, to copy it.
   *
   * @param read which
   * @return the bytes, or why not
   */
  ReadReply read(ChunkMessage.Read read);
}
