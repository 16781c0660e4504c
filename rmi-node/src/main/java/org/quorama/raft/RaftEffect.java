package org.quorama.raft;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;

/**
 * What a {@link RaftCore} asks its host to do. The host executes a step's effects front to back.
 *
 * <p>Invariant: a {@link SendMessage} whose message {@linkplain RaftMessage#promisesDurability
 * promises durability} may not leave before every earlier {@link Persist} effect, of this step or
 * of one before, is durable.
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

  /**
   * Sends a message; it may be lost.
   *
   * @param to to whom
   * @param message what to say
   */
  record SendMessage(NodeId to, RaftMessage message) implements RaftEffect {}

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
