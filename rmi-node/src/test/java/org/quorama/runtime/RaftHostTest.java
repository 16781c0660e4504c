package org.quorama.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.RaftMessage;
import org.quorama.raft.RaftMessage.RequestVote;
import org.quorama.raft.RaftMessage.RequestVoteReply;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogPosition;
import org.quorama.remote.Stamp;
import org.quorama.remote.Stamped;
import org.quorama.runtime.core.NodeInput;
import org.quorama.runtime.core.NodeTracer;
import org.quorama.runtime.lab.MessageGate;
import org.quorama.runtime.lane.Helpers;
import org.quorama.runtime.time.LiveClock;
import org.quorama.trace.TraceRing;

/** A host whose cores answer with a given list of effects. */
class RaftHostTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final Stamp FROM_N2 = new Stamp(N2, 1, 41, "n2:1:7");
  private static final RequestVote QUESTION =
      new RequestVote(3, N2, LogPosition.START, RaftMessage.Campaign.TIMEOUT);
  private static final RequestVoteReply GRANTED = new RequestVoteReply(3, true);

  private final ArrayList<NodeInput> steps = new ArrayList<>();
  private final CompletableFuture<Stamped<RaftMessage>> answer = new CompletableFuture<>();
  private List<RaftEffect> effects = List.of();
  private final RaftHost host = newHost();

  @Test
  @DisplayName("[Raft Fig. 2] a vote leaves only when it is durable")
  void voteLeavesOnlyWhenItIsDurable() {
    effects =
        List.of(
            new RaftEffect.PersistHardState(1, new HardState(3, N2)),
            new RaftEffect.SendMessage(N2, GRANTED));
    host.ask(FROM_N2, QUESTION, answer);
    assertThat(answer).isNotDone();

    effects = List.of();
    host.persisted(1);

    assertThat(answer).isCompletedWithValueMatching(reply -> reply.content().equals(GRANTED));
    assertThat(steps).hasSize(2);
  }

  @Test
  void answerCarriesALaterLamportTimeThanTheQuestion() {
    effects = List.of(new RaftEffect.SendMessage(N2, GRANTED));

    host.ask(FROM_N2, QUESTION, answer);

    assertThat(answer.join().stamp().lamport()).isGreaterThan(FROM_N2.lamport());
    assertThat(answer.join().stamp().from()).isEqualTo(N1);
  }

  @Test
  void questionWithoutAReplyFailsAtOnce() {
    host.ask(FROM_N2, QUESTION, answer);

    assertThat(answer).isCompletedExceptionally();
  }

  private RaftHost newHost() {
    NodeIdentity identity = new NodeIdentity(N1, new NodeAddress("127.0.0.1", 2001), 1);
    TraceSink sink = new TraceSink(new TraceRing(1, 100), null);
    TraceDesk desk = new TraceDesk(identity, new NodeTracer(N1, 1), sink, new LiveClock());
    PersistQueue persistQueue =
        new PersistQueue(batch -> {}, new Helpers(), () -> 0, ticket -> {}, failure -> {});
    return new RaftHost(new FakeLoop(), desk, persistQueue, Map.of(), MessageGate.OPEN);
  }

  private final class FakeLoop implements LoopTurns {
    @Override
    public void complete(Runnable turn) {
      turn.run();
    }

    @Override
    public void step(NodeInput input) {
      steps.add(input);
      effects.forEach(host::execute);
    }
  }
}
