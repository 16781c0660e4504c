package org.quorama.chunk;

import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;

/** What a {@link ChunkCore} asks its host to do, front to back. */
public sealed interface ChunkEffect {
  /**
   * Makes a version durable, and the empty chunk if it does not exist. Asynchronous: ends with
   * {@link ChunkInput.Stored}.
   *
   * @param call drawn by the core
   * @param chunk the chunk
   * @param version the version
   */
  record StoreVersion(CallId call, ChunkId chunk, ChunkVersion version) implements ChunkEffect {}

  /**
   * Writes pushed data into a chunk and forces it. Asynchronous: ends with {@link
   * ChunkInput.Stored}, with {@link ErrorCode#DATA_NOT_FOUND} if the data is gone. The host keeps
   * the order of the writes of one chunk.
   *
   * @param call drawn by the core
   * @param chunk the chunk
   * @param range where
   * @param data which data
   */
  record StoreData(CallId call, ChunkId chunk, ByteRange range, DataId data)
      implements ChunkEffect {}

  /**
   * Deletes a replica.
   *
   * @param chunk the chunk
   */
  record DeleteChunk(ChunkId chunk) implements ChunkEffect {}

  /**
   * Sends a mutation to a secondary. The host answers with {@link ChunkInput.ForwardAnswered}, also
   * when the node cannot be reached.
   *
   * @param call drawn by the core
   * @param to the secondary
   * @param mutate what to apply
   */
  record Forward(CallId call, NodeId to, ChunkMessage.Mutate mutate) implements ChunkEffect {}

  /**
   * Answers a {@link ChunkMessage.Grant}.
   *
   * @param call the caller's call
   * @param reply whether it is accepted
   */
  record AnswerGrant(CallId call, ChunkMessage.GrantReply reply) implements ChunkEffect {}

  /**
   * Answers a {@link ChunkMessage.Write} or {@link ChunkMessage.Mutate}.
   *
   * @param call the caller's call
   * @param reply what became of it
   */
  record AnswerMutation(CallId call, ChunkMessage.MutationReply reply) implements ChunkEffect {}

  /**
   * Lets the host read the bytes, verify their checksums and answer the caller.
   *
   * @param call the caller's call
   * @param read what to read
   */
  record ServeRead(CallId call, ChunkMessage.Read read) implements ChunkEffect {}

  /**
   * Refuses a read.
   *
   * @param call the caller's call
   * @param code why
   */
  record RefuseRead(CallId call, ErrorCode code) implements ChunkEffect {}

  /**
   * Reports to the master; may be lost. What the master answers comes as {@link
   * ChunkInput.GarbageNamed}.
   *
   * @param to the master
   * @param report what is held
   */
  record SendReport(NodeId to, ChunkMessage.ChunkReport report) implements ChunkEffect {}

  /**
   * Tells the trace what happened to a replica.
   *
   * @param fact what happened
   */
  record Observed(ChunkFact fact) implements ChunkEffect {}
}
