package org.quorama.raft;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.Membership;
import org.quorama.raft.log.Snapshot;

/**
 * Collects the effects of a step in order and gives out the tickets. Confined to its core.
 *
 * <p>Invariant: a changed hard state stands before everything that was decided because of it, and
 * is written once, however often it changed before.
 */
final class Outbox {
  private List<RaftEffect> effects = new ArrayList<>();
  private long lastTicket;

  /** The ticket of the last hard state, 0 before the first. Only grows. */
  private long hardStateTicket;

  private @Nullable HardState unwritten;

  /** Returns the last ticket given out, 0 before the first. */
  long lastTicket() {
    return lastTicket;
  }

  /**
   * Returns the ticket under which the present term and vote are written, 0 if the disk had them at
   * the start, more than any if they have none yet.
   */
  long hardStateTicket() {
    return unwritten == null ? hardStateTicket : Long.MAX_VALUE;
  }

  void hardStateChanged(HardState hardState) {
    unwritten = hardState;
  }

  /** Emits the hard state now if it changed. */
  void flushHardState() {
    if (unwritten != null) {
      lastTicket++;
      hardStateTicket = lastTicket;
      effects.add(new RaftEffect.PersistHardState(lastTicket, unwritten));
      unwritten = null;
    }
  }

  void append(List<LogEntry> entries) {
    flushHardState();
    lastTicket++;
    effects.add(new RaftEffect.AppendToLog(lastTicket, entries));
  }

  void truncate(long fromIndex) {
    flushHardState();
    lastTicket++;
    effects.add(new RaftEffect.TruncateLog(lastTicket, fromIndex));
  }

  void save(Snapshot snapshot, RaftEffect.LogSuffix suffix) {
    flushHardState();
    lastTicket++;
    effects.add(new RaftEffect.SaveSnapshot(lastTicket, snapshot, suffix));
  }

  void restore(Snapshot snapshot) {
    effects.add(new RaftEffect.RestoreSnapshot(snapshot));
  }

  void membershipChanged(Membership membership) {
    effects.add(new RaftEffect.MembershipChanged(membership));
  }

  void takeSnapshot(long index) {
    effects.add(new RaftEffect.TakeSnapshot(index));
  }

  void send(NodeId to, RaftMessage message) {
    flushHardState();
    effects.add(new RaftEffect.SendMessage(to, message));
  }

  /** Sends what promises nothing of the writes under way. */
  void sendAtOnce(NodeId to, RaftMessage message) {
    flushHardState();
    effects.add(new RaftEffect.SendMessage(to, message, RaftEffect.Leaves.AT_ONCE));
  }

  void apply(List<LogEntry> entries) {
    effects.add(new RaftEffect.ApplyCommitted(entries));
  }

  void answer(CallId id, ProposalOutcome outcome) {
    effects.add(new RaftEffect.AnswerProposal(id, outcome));
  }

  void answer(CallId id, RaftEffect.TransferOutcome outcome) {
    effects.add(new RaftEffect.AnswerTransfer(id, outcome));
  }

  void answer(CallId id, ReadOutcome outcome) {
    effects.add(new RaftEffect.AnswerRead(id, outcome));
  }

  void tell(RaftEffect event) {
    effects.add(event);
  }

  /** Returns the effects of the step and begins anew. */
  List<RaftEffect> drain() {
    flushHardState();
    List<RaftEffect> drained = effects;
    effects = new ArrayList<>();
    return drained;
  }
}
