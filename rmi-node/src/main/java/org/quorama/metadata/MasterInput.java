package org.quorama.metadata;

import java.io.Serializable;
import java.util.List;
import org.quorama.chunk.ChunkMessage;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.raft.ProposalOutcome;
import org.quorama.raft.ReadOutcome;
import org.quorama.raft.RoleName;
import org.quorama.raft.log.LogEntry;

/** What may happen to a {@link MasterCore}. Every node has one; only the leader's acts. */
public sealed interface MasterInput extends Serializable {
  /** Nothing but time has passed. */
  record TimePassed() implements MasterInput {}

  /**
   * Several things happened at one moment: time passes once, after all of them.
   *
   * @param inputs what happened, in order; none is of this kind
   */
  record Together(List<MasterInput> inputs) implements MasterInput {
    /** Copies the list. */
    public Together {
      inputs = List.copyOf(inputs);
    }
  }

  /**
   * Clients ask; what they ask for is proposed together, in this order.
   *
   * @param asked what they ask
   */
  record OperationsRequested(List<Asked> asked) implements MasterInput {
    /** Copies the list. */
    public OperationsRequested {
      asked = List.copyOf(asked);
    }

    /**
     * Returns that one client asks.
     *
     * @param call ties the answer to it
     * @param request what it asks
     */
    public static OperationsRequested of(CallId call, OperationRequest request) {
      return new OperationsRequested(List.of(new Asked(call, request)));
    }
  }

  /**
   * What one client asks.
   *
   * @param call ties the answer to it
   * @param request what it asks
   */
  record Asked(CallId call, OperationRequest request) implements Serializable {}

  /**
   * Entries are committed; every node applies them.
   *
   * @param entries contiguous, in order
   */
  record EntriesCommitted(List<LogEntry> entries) implements MasterInput {}

  /**
   * Raft wants a snapshot of the state after the last applied command; answered with {@link
   * MasterEffect.SnapshotTaken}.
   *
   * @param index the last applied index
   */
  record SnapshotWanted(long index) implements MasterInput {}

  /**
   * The state is replaced by one that another node, or this one before its restart, has saved.
   *
   * @param index the last index that it contains
   * @param state what {@link MasterEffect.SnapshotTaken} carried
   */
  record SnapshotRestored(long index, Bytes state) implements MasterInput {}

  /**
   * A proposal ended.
   *
   * @param proposal which
   * @param outcome how; if committed, its entry was applied before
   */
  record ProposalEnded(CallId proposal, ProposalOutcome outcome) implements MasterInput {}

  /**
   * A read was confirmed, or not.
   *
   * @param read which
   * @param outcome how
   */
  record ReadEnded(CallId read, ReadOutcome outcome) implements MasterInput {}

  /**
   * The node's role or term changed; a master starts or stops acting.
   *
   * @param role the role now
   * @param term the term now
   */
  record RoleChanged(RoleName role, long term) implements MasterInput {}

  /**
   * A chunkserver reported what it holds, which is also its sign of life. Answered with {@link
   * MasterEffect.AnswerReport}.
   *
   * @param call ties the answer to it
   * @param from who
   * @param report what
   */
  record ReportArrived(CallId call, NodeId from, ChunkMessage.ChunkReport report)
      implements MasterInput {}

  /**
   * A chunkserver answered a {@link MasterEffect.SendGrant}, or could not be reached.
   *
   * @param call which
   * @param from who
   * @param accepted true if the version is durable there
   * @param lengthBytes how many bytes the replica holds then, -1 if unknown
   */
  record GrantAnswered(CallId call, NodeId from, boolean accepted, long lengthBytes)
      implements MasterInput {
    /**
     * Makes an answer of which the length is not known.
     *
     * @param call which
     * @param from who
     * @param accepted true if the version is durable there
     */
    public GrantAnswered(CallId call, NodeId from, boolean accepted) {
      this(call, from, accepted, -1);
    }
  }

  /**
   * A primary answered a {@link MasterEffect.SendRevoke}, or could not be reached.
   *
   * @param call which
   * @param from who
   * @param code {@link ErrorCode#NONE} if it orders nothing more
   */
  record RevokeAnswered(CallId call, NodeId from, ErrorCode code) implements MasterInput {}

  /**
   * A chunkserver answered a {@link MasterEffect.SendClone}, or could not be reached.
   *
   * @param call which
   * @param from who
   * @param code {@link ErrorCode#NONE} if the new chunk is durable there
   */
  record CloneAnswered(CallId call, NodeId from, ErrorCode code) implements MasterInput {}

  /**
   * A chunkserver answered a {@link MasterEffect.SendCopy}, or could not be reached.
   *
   * @param call which
   * @param from who
   * @param code {@link ErrorCode#NONE} if the replica is durable there
   */
  record CopyAnswered(CallId call, NodeId from, ErrorCode code) implements MasterInput {}
}
