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
   * Applies a mutation to a chunk. Asynchronous: ends with {@link ChunkInput.Stored}, with {@link
   * ErrorCode#DATA_NOT_FOUND} if the data is gone, and nothing is changed then. The host keeps the
   * order of the mutations of one chunk; if this one is forced, all of them up to it are durable
   * when it ends.
   *
   * @param call drawn by the core
   * @param chunk the chunk
   * @param mutation what; never an append
   */
  record ApplyMutation(CallId call, ChunkId chunk, Mutation mutation) implements ChunkEffect {}

  /**
   * Makes a durable copy of a replica, bytes and checksums, on the same disk; after the mutations
   * of it that were asked for before. Asynchronous: ends with {@link ChunkInput.CopyEnded}.
   *
   * @param call drawn by the core
   * @param from which replica
   * @param to the new chunk, which is not on the disk
   * @param version of the new chunk
   * @param lengthBytes how many bytes to copy at most
   */
  record CloneLocally(CallId call, ChunkId from, ChunkId to, ChunkVersion version, long lengthBytes)
      implements ChunkEffect {
    /**
     * Makes an order to copy all bytes.
     *
     * @param call drawn by the core
     * @param from which replica
     * @param to the new chunk, which is not on the disk
     * @param version of the new chunk
     */
    public CloneLocally(CallId call, ChunkId from, ChunkId to, ChunkVersion version) {
      this(call, from, to, version, Long.MAX_VALUE);
    }
  }

  /**
   * Pulls a whole replica from another node, verifies every block, and makes it durable under
   * exactly this version, in place of an older or corrupt one, after all that was asked for it
   * before. Asynchronous: ends with {@link ChunkInput.CopyEnded}; if it fails, what was here before
   * is unchanged.
   *
   * @param call drawn by the core
   * @param chunk the chunk
   * @param version which version
   * @param source whom to pull from
   */
  record PullReplica(CallId call, ChunkId chunk, ChunkVersion version, NodeId source)
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
   * Answers a {@link ChunkMessage.Grant} or {@link ChunkMessage.Revoke}.
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
   * Answers a {@link ChunkMessage.CloneChunk} or {@link ChunkMessage.CopyChunk}.
   *
   * @param call the caller's call
   * @param reply what became of it
   */
  record AnswerCopy(CallId call, ChunkMessage.CopyReply reply) implements ChunkEffect {}

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
   * Reports to the master. The host adds what the disk says of its room, and answers with {@link
   * ChunkInput.ReportAnswered} or, if no answer comes, {@link ChunkInput.ReportLost}.
   *
   * @param call drawn by the core
   * @param to the master
   * @param report what is held
   */
  record SendReport(CallId call, NodeId to, ChunkMessage.ChunkReport report)
      implements ChunkEffect {}

  /**
   * Tells the trace what happened to a replica.
   *
   * @param fact what happened
   */
  record Observed(ChunkFact fact) implements ChunkEffect {}
}
