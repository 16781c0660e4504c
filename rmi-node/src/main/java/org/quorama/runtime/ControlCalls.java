package org.quorama.runtime;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;
import org.quorama.raft.ProposalOutcome;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.RaftInput;
import org.quorama.remote.NodePort.ControlReply;
import org.quorama.runtime.core.NodeInput;

/**
 * People who change the membership or who leads, and wait for what becomes of it. Thread-safe.
 *
 * <p>Their calls are numbered below zero, so that they are never taken for the master's proposals.
 */
final class ControlCalls {
  private static final Duration WAIT = Duration.ofSeconds(10);

  private final AtomicLong calls = new AtomicLong();
  private final PendingCalls<ControlReply> pending = new PendingCalls<>();

  /** Asks Raft on the node's loop, and waits for the answer. */
  ControlReply ask(NodeHost host, Function<CallId, RaftInput> request) {
    CallId call = new CallId(calls.decrementAndGet());
    RaftInput input = request.apply(call);
    pending.open(call);
    if (!host.submit(() -> host.step(new NodeInput.ForRaft(input)))) {
      pending.forget(call);
      return fail(ErrorCode.OVERLOADED, "The node is overloaded or stops: try again");
    }
    return pending.await(call, WAIT, host.clock()).orElseGet(ControlCalls::unknown);
  }

  /** Answers whoever waits for this effect, if somebody does. */
  void execute(RaftEffect effect) {
    if (effect instanceof RaftEffect.AnswerProposal answer && answer.id().value() < 0) {
      pending.answer(answer.id(), replyOf(answer.outcome()));
    } else if (effect instanceof RaftEffect.AnswerTransfer answer) {
      pending.answer(answer.id(), replyOf(answer.outcome()));
    }
  }

  private static ControlReply replyOf(ProposalOutcome outcome) {
    if (outcome instanceof ProposalOutcome.Committed) {
      return new ControlReply(Outcome.OK, ErrorCode.NONE, "", null);
    }
    if (outcome instanceof ProposalOutcome.NotLeader notLeader) {
      String why = "The node does not lead";
      return new ControlReply(
          Outcome.FAIL, ErrorCode.NOT_LEADER, why, notLeader.hint().orElse(null));
    }
    if (outcome instanceof ProposalOutcome.Refused refused) {
      return fail(ErrorCode.INVALID, refused.why());
    }
    return outcome instanceof ProposalOutcome.Overloaded
        ? fail(ErrorCode.OVERLOADED, "Too much waits already: try again")
        : unknown();
  }

  private static ControlReply replyOf(RaftEffect.TransferOutcome outcome) {
    return switch (outcome) {
      case DONE -> new ControlReply(Outcome.OK, ErrorCode.NONE, "", null);
      case NOT_LEADER -> fail(ErrorCode.NOT_LEADER, "The node does not lead");
      case REFUSED ->
          fail(
              ErrorCode.INVALID,
              "It leads already, or does not vote, or another transfer is under way");
      case TIMED_OUT ->
          fail(ErrorCode.INVALID, "It did not take over in time: does it run, and keep up?");
    };
  }

  private static ControlReply fail(ErrorCode code, String why) {
    return new ControlReply(Outcome.FAIL, code, why, null);
  }

  private static ControlReply unknown() {
    return new ControlReply(
        Outcome.UNKNOWN,
        ErrorCode.INDETERMINATE,
        "No answer in time: it may have happened; see 'quorama member list'",
        null);
  }

  /** Lets every caller go without an answer. */
  void abandonAll() {
    pending.abandonAll();
  }
}
