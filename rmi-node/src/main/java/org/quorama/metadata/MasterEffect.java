package org.quorama.metadata;

import org.quorama.chunk.ChunkMessage;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.CallId;

/** What a {@link MasterCore} asks its host to do. */
public sealed interface MasterEffect {
  /**
   * Proposes a command to Raft.
   *
   * @param proposal ties the outcome to it; drawn by the core
   * @param command the encoded command
   */
  record Propose(CallId proposal, Bytes command) implements MasterEffect {}

  /**
   * Gives Raft the snapshot that it wanted.
   *
   * @param index the last index that it contains
   * @param state the whole state
   */
  record SnapshotTaken(long index, Bytes state) implements MasterEffect {}

  /**
   * Asks Raft to confirm a read.
   *
   * @param read ties the outcome to it; drawn by the core
   */
  record ConfirmRead(CallId read) implements MasterEffect {}

  /**
   * Sends a chunkserver a version and perhaps a lease. The host answers with {@link
   * MasterInput.GrantAnswered}, also when the node cannot be reached.
   *
   * @param call ties the answer to it; drawn by the core
   * @param to which chunkserver
   * @param grant what it is to make durable
   */
  record SendGrant(CallId call, NodeId to, ChunkMessage.Grant grant) implements MasterEffect {}

  /**
   * Answers a client.
   *
   * @param call the client's call
   * @param reply what became of it
   */
  record AnswerOperation(CallId call, OperationReply reply) implements MasterEffect {}

  /**
   * Answers a chunkserver's report.
   *
   * @param call the chunkserver's call
   * @param orders what it is to do
   */
  record AnswerReport(CallId call, ChunkMessage.Orders orders) implements MasterEffect {}

  /**
   * Takes a lease back. The host answers with {@link MasterInput.RevokeAnswered}, also when the
   * node cannot be reached.
   *
   * @param call ties the answer to it; drawn by the core
   * @param to the primary
   * @param revoke which lease
   */
  record SendRevoke(CallId call, NodeId to, ChunkMessage.Revoke revoke) implements MasterEffect {}

  /**
   * Has a chunkserver copy a replica on its disk. The host answers with {@link
   * MasterInput.CloneAnswered}, also when the node cannot be reached.
   *
   * @param call ties the answer to it; drawn by the core
   * @param to which chunkserver
   * @param order of which chunk
   */
  record SendClone(CallId call, NodeId to, ChunkMessage.CloneChunk order) implements MasterEffect {}

  /**
   * Has a chunkserver pull a replica from another one. The host answers with {@link
   * MasterInput.CopyAnswered}, also when the node cannot be reached.
   *
   * @param call ties the answer to it; drawn by the core
   * @param to which chunkserver
   * @param order of which chunk, from whom
   */
  record SendCopy(CallId call, NodeId to, ChunkMessage.CopyChunk order) implements MasterEffect {}

  /**
   * Tells the trace what the master decided.
   *
   * @param fact the decision
   */
  record Observed(MasterFact fact) implements MasterEffect {}
}
