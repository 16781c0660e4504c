package org.quorama.raft;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.RaftEffect.TransferOutcome;

/**
 * Hands leadership over to another node on request [Dissertation §3.10]. Confined to its core.
 *
 * <p>The leader stops taking proposals, brings the target's log up to its own, and tells the target
 * to campaign at once. The outcome is known only when some node leads again, so the transfer
 * outlives the leader's role.
 */
final class Transfers {
  private final RaftState state;

  /** The transfer under way, null if there is none. */
  private @Nullable Transfer transfer;

  /** Whether the target of this transfer has been told to campaign. */
  private boolean told;

  /**
   * A transfer that was begun.
   *
   * @param id the request
   * @param target who is to lead
   * @param leader this node, as long as it leads that term
   * @param deadline when this node goes on leading
   */
  private record Transfer(CallId id, NodeId target, Leader leader, MonotonicTime deadline) {}

  Transfers(RaftState state) {
    this.state = state;
  }

  /** Begins a transfer if this node leads and the target may. */
  void request(MonotonicTime now, RaftInput.TransferRequested request) {
    NodeId target = request.target();
    if (!(state.role() instanceof Leader leader)) {
      state.outbox().answer(request.id(), TransferOutcome.NOT_LEADER);
    } else if (transfer != null || !mayLead(target)) {
      state.outbox().answer(request.id(), TransferOutcome.REFUSED);
    } else {
      begin(new Transfer(request.id(), target, leader, now.plus(patience())));
    }
  }

  private boolean mayLead(NodeId target) {
    return state.membership().isVoter(target) && !target.equals(state.config().self());
  }

  /**
   * "If leadership transfer does not complete after about an election timeout" [Dissertation
   * §3.10], it is given up.
   */
  private Duration patience() {
    return state.config().electionTimeoutMax();
  }

  private void begin(Transfer begun) {
    transfer = begun;
    told = false;
    begun.leader().handOver(true);
    // Voters will vote for the target however lately they heard this leader, so its lease is void.
    begun.leader().lease().revoke();
    state.outbox().tell(new RaftEffect.TransferStarted(begun.target()));
  }

  /** Takes the next step of the transfer, or answers whoever asked for it. */
  void conclude(MonotonicTime now) {
    Transfer running = transfer;
    if (running == null) {
      return;
    }
    TransferOutcome outcome = outcome(now, running);
    if (outcome != null) {
      transfer = null;
      running.leader().handOver(false);
      state.outbox().answer(running.id(), outcome);
    } else if (leads(running)) {
      tellTarget(running);
    }
  }

  private @Nullable TransferOutcome outcome(MonotonicTime now, Transfer running) {
    if (running.target().equals(state.leaderId())) {
      return TransferOutcome.DONE;
    }
    boolean over = running.deadline().isDue(now);
    if (leads(running)) {
      // "The prior leader aborts the transfer and resumes accepting client requests" [Dissertation
      // §3.10].
      return over || !mayLead(running.target()) ? TransferOutcome.TIMED_OUT : null;
    }
    return over || state.leaderId() != null ? TransferOutcome.NOT_LEADER : null;
  }

  private boolean leads(Transfer running) {
    return state.role() == running.leader();
  }

  private void tellTarget(Transfer running) {
    long matchIndex = running.leader().follower(running.target()).matchIndex();
    if (!told && matchIndex == state.log().lastIndex()) {
      told = true;
      NodeId self = state.config().self();
      state.outbox().send(running.target(), new RaftMessage.TimeoutNow(state.currentTerm(), self));
    }
  }

  /** Returns when the transfer under way is given up. */
  MonotonicTime deadline() {
    Transfer running = transfer;
    return running == null ? MonotonicTime.NEVER : running.deadline();
  }
}
