package org.quorama.metadata;

import java.util.List;
import org.quorama.chunk.ChunkId;
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
   * Tells a chunkserver which of its chunks no file has; may be lost, the next report repeats it.
   *
   * @param to which chunkserver
   * @param chunks what it may delete
   */
  record NameGarbage(NodeId to, List<ChunkId> chunks) implements MasterEffect {
    /** Copies the list. */
    public NameGarbage {
      chunks = List.copyOf(chunks);
    }
  }

  /**
   * Tells the trace what the master decided.
   *
   * @param fact the decision
   */
  record Observed(MasterFact fact) implements MasterEffect {}
}
