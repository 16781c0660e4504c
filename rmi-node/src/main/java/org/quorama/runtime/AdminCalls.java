package org.quorama.runtime;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.protocol.Outcome;
import org.quorama.raft.ProposalOutcome;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.RaftInput;
import org.quorama.remote.AdminReply;
import org.quorama.runtime.core.NodeInput;

/** Administrators who wait for Raft's answers. Thread-safe. */
final class AdminCalls {
  private static final Duration WAIT = Duration.ofSeconds(8);

  private final NodeHost host;
  private final Map<CallId, CompletableFuture<AdminReply>> waiting = new ConcurrentHashMap<>();

  /** Counts down from zero: the ids that the master draws count up. */
  private final AtomicLong lastCall = new AtomicLong();

  AdminCalls(NodeHost host) {
    this.host = host;
  }

  /** Asks Raft and waits for its answer, for a bounded time. */
  AdminReply ask(Function<CallId, RaftInput> question) {
    CallId call = new CallId(lastCall.decrementAndGet());
    CompletableFuture<AdminReply> answer = new CompletableFuture<>();
    waiting.put(call, answer);
    try {
      if (!host.submit(() -> host.step(new NodeInput.ForRaft(question.apply(call))))) {
        return AdminReply.fail("The node is overloaded or stops: try again");
      }
      return Waits.forAnswer(answer, WAIT)
          .orElseGet(
              () ->
                  AdminReply.unknown(
                      "No answer within %d s: see quorama status".formatted(WAIT.toSeconds())));
    } finally {
      waiting.remove(call);
    }
  }

  /** Hears every effect of Raft; answers whom it concerns. */
  void observe(RaftEffect effect) {
    if (effect instanceof RaftEffect.AnswerProposal answer) {
      CompletableFuture<AdminReply> future = waiting.get(answer.id());
      if (future != null) {
        future.complete(replyOf(answer.outcome()));
      }
    } else if (effect instanceof RaftEffect.AnswerTransfer answer) {
      CompletableFuture<AdminReply> future = waiting.get(answer.id());
      if (future != null) {
        future.complete(replyOf(answer.outcome()));
      }
    }
  }

  private static AdminReply replyOf(ProposalOutcome outcome) {
    if (outcome instanceof ProposalOutcome.Committed committed) {
      return AdminReply.ok("Committed at index " + committed.position().index());
    } else if (outcome instanceof ProposalOutcome.Refused refused) {
      return AdminReply.fail(refused.why());
    } else if (outcome instanceof ProposalOutcome.NotLeader notLeader) {
      return notLeader(notLeader.hint());
    } else if (outcome instanceof ProposalOutcome.Overloaded) {
      return AdminReply.fail("The leader takes nothing more for now: try again");
    }
    return AdminReply.unknown("The leader changed meanwhile: see quorama status");
  }

  private static AdminReply notLeader(Optional<NodeId> hint) {
    @Nullable NodeId leaderId = hint.orElse(null);
    String who = leaderId == null ? "nobody is known to" : leaderId + " does";
    return new AdminReply(Outcome.FAIL, "This node does not lead, " + who, leaderId);
  }

  private static AdminReply replyOf(RaftEffect.TransferOutcome outcome) {
    return switch (outcome) {
      case DONE -> AdminReply.ok("The target leads");
      case NOT_LEADER -> notLeader(Optional.empty());
      case REFUSED ->
          AdminReply.fail("The target is no other voter, or a transfer is under way already");
      case TIMED_OUT -> AdminReply.fail("The target did not take over in time: this node leads on");
    };
  }
}
