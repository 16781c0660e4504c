package org.quorama.chunk;

import java.io.Serializable;
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
   * The master takes a lease back. Answered with {@link ChunkEffect.AnswerGrant}.
   *
   * @param call ties the answer to it
   * @param revoke which
   */
  record RevokeArrived(CallId call, ChunkMessage.Revoke revoke) implements ChunkInput {}

  /**
   * The master wants a copy of a replica on the same disk. Answered with {@link
   * ChunkEffect.AnswerCopy}.
   *
   * @param call ties the answer to it
   * @param order of which
   */
  record CloneArrived(CallId call, ChunkMessage.CloneChunk order) implements ChunkInput {}

  /**
   * The master wants a replica here. Answered with {@link ChunkEffect.AnswerCopy}.
   *
   * @param call ties the answer to it
   * @param order of which chunk, from whom
   */
  record CopyArrived(CallId call, ChunkMessage.CopyChunk order) implements ChunkInput {}

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
   * The disk finished what {@link ChunkEffect.StoreVersion} or {@link ChunkEffect.ApplyMutation}
   * asked.
   *
   * @param call which
   * @param code {@link ErrorCode#NONE} if it is done, and durable if that was asked
   */
  record Stored(CallId call, ErrorCode code) implements ChunkInput {}

  /**
   * The host finished what {@link ChunkEffect.CloneLocally} or {@link ChunkEffect.PullReplica}
   * asked.
   *
   * @param call which
   * @param code {@link ErrorCode#NONE} if the replica is durable
   * @param lengthBytes how many bytes it holds
   */
  record CopyEnded(CallId call, ErrorCode code, long lengthBytes) implements ChunkInput {}

  /**
   * A block of a replica does not have its checksum; the host found it while reading.
   *
   * @param chunk of which replica
   */
  record CorruptionFound(ChunkId chunk) implements ChunkInput {}

  /**
   * The node's Raft learnt who leads: reports go there from now on.
   *
   * @param master the leader
   * @param term its term
   */
  record MasterKnown(NodeId master, long term) implements ChunkInput {}

  /**
   * The master answered a {@link ChunkEffect.SendReport}.
   *
   * @param call the report
   * @param orders what it wants
   */
  record ReportAnswered(CallId call, ChunkMessage.Orders orders) implements ChunkInput {}

  /**
   * A {@link ChunkEffect.SendReport} found no answer.
   *
   * @param call the report
   */
  record ReportLost(CallId call) implements ChunkInput {}
}
