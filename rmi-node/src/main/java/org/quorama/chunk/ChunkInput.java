package org.quorama.chunk;

import java.io.Serializable;
import java.util.List;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;

/** What may happen to a {@link ChunkCore}. */
public sealed interface ChunkInput extends Serializable {
  /** Nothing but time has passed. */
  record TimePassed() implements ChunkInput {}

  /**
   * The master granted a version. Answered with {@link ChunkEffect.AnswerGrant}.
   *
   * @param call ties the answer to it
   * @param grant what was granted
   */
  record GrantArrived(CallId call, ChunkMessage.Grant grant) implements ChunkInput {}

  /**
   * A client wants to write.
   *
   * @param call ties the answer to it
   * @param write what
   */
  record WriteArrived(CallId call, ChunkMessage.Write write) implements ChunkInput {}

  /**
   * The primary ordered a mutation.
   *
   * @param call ties the answer to it
   * @param mutate what
   */
  record MutateArrived(CallId call, ChunkMessage.Mutate mutate) implements ChunkInput {}

  /**
   * A client wants to read. Answered by the host with bytes if the core allows it.
   *
   * @param call ties the answer to it
   * @param read what
   */
  record ReadArrived(CallId call, ChunkMessage.Read read) implements ChunkInput {}

  /**
   * A secondary answered a {@link ChunkEffect.Forward}, or could not be reached.
   *
   * @param call the forward
   * @param from the secondary
   * @param code {@link ErrorCode#NONE} if the mutation is durable there
   */
  record ForwardAnswered(CallId call, NodeId from, ErrorCode code) implements ChunkInput {}

  /**
   * The disk finished what {@link ChunkEffect.StoreVersion} or {@link ChunkEffect.StoreData} asked.
   *
   * @param call which
   * @param code {@link ErrorCode#NONE} if it is durable
   */
  record Stored(CallId call, ErrorCode code) implements ChunkInput {}

  /**
   * The node's Raft learnt who leads: reports go there from now on.
   *
   * @param master the leader
   */
  record MasterKnown(NodeId master) implements ChunkInput {}

  /**
   * The master has no use for these chunks any more.
   *
   * @param chunks what to delete
   */
  record GarbageNamed(List<ChunkId> chunks) implements ChunkInput {
    /** Copies the list. */
    public GarbageNamed {
      chunks = List.copyOf(chunks);
    }
  }
}
