package org.quorama.raft;

import java.io.Serializable;
import java.util.List;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.CallId;
import org.quorama.raft.log.Membership;

/** What may happen to a {@link RaftCore}. A run is its seed and these. */
public sealed interface RaftInput extends Serializable {
  /** Nothing but time has passed; a deadline may be due. */
  record TimePassed() implements RaftInput {}

  /**
   * A message came in.
   *
   * @param from who sent it
   * @param message what it says
   */
  record MessageArrived(NodeId from, RaftMessage message) implements RaftInput {}

  /**
   * What a client wants in the log.
   *
   * @param id ties the outcome to it
   * @param command what to replicate
   */
  record Proposal(CallId id, Bytes command) implements Serializable {}

  /**
   * Clients want commands in the log, in this order.
   *
   * @param proposals at least one
   */
  record CommandsProposed(List<Proposal> proposals) implements RaftInput {
    /** Copies the list. */
    public CommandsProposed {
      proposals = List.copyOf(proposals);
    }

    /**
     * Returns the input of a single command.
     *
     * @param id ties the outcome to it
     * @param command what to replicate
     */
    public static CommandsProposed of(CallId id, Bytes command) {
      return new CommandsProposed(List.of(new Proposal(id, command)));
    }
  }

  /**
   * Clients want to read what was committed before they asked.
   *
   * @param ids tie the outcomes to them
   */
  record ReadsRequested(List<CallId> ids) implements RaftInput {
    /** Copies the list. */
    public ReadsRequested {
      ids = List.copyOf(ids);
    }

    /**
     * Returns the input of a single read.
     *
     * @param id ties the outcome to it
     */
    public static ReadsRequested of(CallId id) {
      return new ReadsRequested(List.of(id));
    }
  }

  /**
   * Somebody wants to change who belongs to the cluster. Answered like a proposal.
   *
   * @param id ties the outcome to it
   * @param change what to change
   */
  record MembershipChangeRequested(CallId id, Membership.Change change) implements RaftInput {}

  /**
   * Somebody wants another node to lead.
   *
   * @param id ties the outcome to it
   * @param target who is to lead
   */
  record TransferRequested(CallId id, NodeId target) implements RaftInput {}

  /**
   * The state machine answers {@link RaftEffect.TakeSnapshot}.
   *
   * @param index the last index that it had applied
   * @param state what it can be restored from
   */
  record SnapshotTaken(long index, Bytes state) implements RaftInput {}

  /**
   * Every persist effect up to this one is on the disk.
   *
   * @param ticket the ticket of the last durable persist effect
   */
  record Persisted(long ticket) implements RaftInput {}
}
