package org.quorama.raft;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.Membership;
import org.quorama.raft.log.Snapshot;

/**
 * What a {@link RaftCore} asks its host to do. The host executes a step's effects front to back.
 *
 * <p>Invariant: a {@link SendMessage} that {@linkplain SendMessage#promisesDurability promises
 * durability} may not leave before every earlier {@link Persist} effect, of this step or of one
 * before, is durable.
 */
public sealed interface RaftEffect {
  /**
   * Something to write and force to disk, in the order of the tickets. Asynchronous: the host
   * answers with {@link RaftInput.Persisted}, one for many if it likes (group commit).
   */
  sealed interface Persist extends RaftEffect {
    /** Returns the count of persist effects since the core started, from 1. */
    long ticket();
  }

  /**
   * Replaces the durable term and vote.
   *
   * @param ticket its number
   * @param hardState what to keep
   */
  record PersistHardState(long ticket, HardState hardState) implements Persist {}

  /**
   * Appends entries behind the last one.
   *
   * @param ticket its number
   * @param entries contiguous, at least one
   */
  record AppendToLog(long ticket, List<LogEntry> entries) implements Persist {
    /** Copies the entries. */
    public AppendToLog {
      entries = List.copyOf(entries);
    }
  }

  /**
   * Removes the entries from an index on.
   *
   * @param ticket its number
   * @param fromIndex the first index to remove, 1-based
   */
  record TruncateLog(long ticket, long fromIndex) implements Persist {}

  /** What becomes of the log behind a snapshot. */
  enum LogSuffix {
    /** Entries behind lastIncluded stay. */
    KEPT,
    /** The log is empty afterwards: it did not contain lastIncluded [Raft Fig. 13]. */
    DISCARDED
  }

  /**
   * Keeps a snapshot in place of the one before, then removes the entries that it replaces.
   *
   * @param ticket its number
   * @param snapshot what to keep
   * @param suffix what becomes of the entries behind it
   */
  record SaveSnapshot(long ticket, Snapshot snapshot, LogSuffix suffix) implements Persist {}

  /**
   * Asks the state machine for a snapshot of what it has applied; it answers with {@link
   * RaftInput.SnapshotTaken}.
   *
   * @param index the last applied index
   */
  record TakeSnapshot(long index) implements RaftEffect {}

  /**
   * Replaces the whole state of the state machine; entries behind it follow.
   *
   * @param snapshot what to restore
   */
  record RestoreSnapshot(Snapshot snapshot) implements RaftEffect {}

  /**
   * Tells that another membership is in effect.
   *
   * @param membership which
   */
  record MembershipChanged(Membership membership) implements RaftEffect {}

  /** How a transfer of leadership ended. */
  enum TransferOutcome {
    /** The target leads. */
    DONE,
    /** This node does not lead. */
    NOT_LEADER,
    /** The target is no voter, or is this node, or another transfer is under way. */
    REFUSED,
    /** The target did not take over within an election timeout; this node goes on leading. */
    TIMED_OUT
  }

  /**
   * Says what became of a transfer.
   *
   * @param id the request
   * @param outcome what became of it
   */
  record AnswerTransfer(CallId id, TransferOutcome outcome) implements RaftEffect {}

  /**
   * Tells that the node asks whether it could win an election.
   *
   * @param campaignTerm the term in which it would be a candidate
   */
  record PreVoteStarted(long campaignTerm) implements RaftEffect {}

  /**
   * Tells that reads may be served: a quorum has confirmed the leader since they came, or its lease
   * had not run out.
   *
   * @param readIndex what is applied
   * @param count how many reads
   */
  record ReadsConfirmed(long readIndex, int count) implements RaftEffect {}

  /**
   * Tells that the leader begins to hand over.
   *
   * @param target who is to lead
   */
  record TransferStarted(NodeId target) implements RaftEffect {}

  /** What the disk has to do with the moment at which a message leaves. */
  enum Leaves {
    /** The message says more than is durable, if its type can. */
    WHEN_DURABLE,
    /** The core knows that all it says of the disk is durable, whatever is being written. */
    AT_ONCE
  }

  /**
   * Sends a message; it may be lost.
   *
   * @param to to whom
   * @param message what to say
   * @param leaves when
   */
  record SendMessage(NodeId to, RaftMessage message, Leaves leaves) implements RaftEffect {
    /**
     * Makes one that waits for the disk if the type of the message may promise something.
     *
     * @param to to whom
     * @param message what to say
     */
    public SendMessage(NodeId to, RaftMessage message) {
      this(to, message, Leaves.WHEN_DURABLE);
    }

    /** Tells whether it has to wait for what is being written. */
    public boolean promisesDurability() {
      return leaves == Leaves.WHEN_DURABLE && message.promisesDurability();
    }
  }

  /**
   * Gives committed entries to the replicated state machine, each index once a boot, in order.
   *
   * @param entries contiguous, at least one
   */
  record ApplyCommitted(List<LogEntry> entries) implements RaftEffect {
    /** Copies the entries. */
    public ApplyCommitted {
      entries = List.copyOf(entries);
    }
  }

  /**
   * Says what became of a proposal. {@link ProposalOutcome.Committed} follows the {@link
   * ApplyCommitted} that contains its entry.
   *
   * @param id the proposal
   * @param outcome what became of it
   */
  record AnswerProposal(CallId id, ProposalOutcome outcome) implements RaftEffect {}

  /**
   * Says what became of a read. {@link ReadOutcome.Ready} comes only when the index is applied.
   *
   * @param id the read
   * @param outcome what became of it
   */
  record AnswerRead(CallId id, ReadOutcome outcome) implements RaftEffect {}

  /**
   * Tells that the role, the term or the known leader has changed.
   *
   * @param role what the node is now
   * @param term its currentTerm
   * @param leaderId whom it takes for the leader, null if unknown
   */
  record RoleChanged(RoleName role, long term, @Nullable NodeId leaderId) implements RaftEffect {}
}
