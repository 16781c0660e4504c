package org.quorama.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkInput;
import org.quorama.chunk.ChunkMessage.Orders;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.remote.PeerPort;
import org.quorama.remote.Stamp;
import org.quorama.remote.Stamped;
import org.quorama.runtime.core.MessageSummaries;
import org.quorama.runtime.core.NodeInput;
import org.quorama.runtime.core.NodeTracer;
import org.quorama.runtime.lab.MessageGate;
import org.quorama.runtime.time.LiveClock;
import org.quorama.trace.MessageTrace.Kind;
import org.quorama.trace.TraceRing;

/** Questions about chunks on their way through a gate that keeps everything. */
class PeerCallsTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeInput LOST = forChunk(new ChunkInput.ReportLost(new CallId(1)));
  private static final NodeInput ANSWERED =
      forChunk(new ChunkInput.ReportAnswered(new CallId(1), Orders.NONE));

  private final BlockingQueue<Runnable> turns = new LinkedBlockingQueue<>();
  private final List<NodeInput> steps = new ArrayList<>();
  private final List<MessageGate.Message> kept = new ArrayList<>();
  private final PeerSender sender =
      PeerSender.start(N1, N2, port(), Duration.ofSeconds(1), new LiveClock());
  private final PeerCalls calls = newCalls();

  @AfterEach
  void stop() {
    sender.stop();
  }

  @Test
  void questionIsAskedWhenItGoesOnAndItsReplyPassesTheGateAsWell() throws Exception {
    ask();
    assertThat(kept).extracting(MessageGate.Message::to).containsExactly(N2);
    assertThat(calls.underWay()).isZero();

    kept.get(0).way().goOn();
    assertThat(calls.underWay()).isEqualTo(1);
    runTurn();

    assertThat(calls.underWay()).isZero();
    assertThat(kept).hasSize(2);
    assertThat(kept.get(1).id()).isEqualTo("n2:1:1");
    assertThat(kept.get(1).to()).isEqualTo(N1);
    assertThat(steps).isEmpty();

    kept.get(1).way().goOn();
    assertThat(steps).containsExactly(ANSWERED);
  }

  @Test
  void coresHearOfALostQuestionInALaterTurn() throws Exception {
    ask();
    kept.get(0).way().lost();
    assertThat(steps).isEmpty();

    runTurn();
    assertThat(steps).containsExactly(LOST);
  }

  @Test
  void coresHearOfALostReplyInALaterTurn() throws Exception {
    ask();
    kept.get(0).way().goOn();
    runTurn();
    kept.get(1).way().lost();
    assertThat(steps).isEmpty();

    runTurn();
    assertThat(steps).containsExactly(LOST);
  }

  @Test
  void nothingAboutChunksGoesOnTwice() {
    ask();

    assertThat(kept.get(0).way().mayRepeat()).isFalse();
  }

  private void ask() {
    calls.ask(
        PeerSender::chunks,
        new PeerCalls.Question<>(
            N2,
            MessageSummaries.summary(Kind.REPORT, 0, false),
            (port, stamp) -> new Stamped<>(new Stamp(N2, 1, 9, "n2:1:1"), Orders.NONE),
            orders -> MessageSummaries.summary(Kind.ORDERS, 0, true),
            orders -> ANSWERED,
            LOST));
  }

  private void runTurn() throws InterruptedException {
    Objects.requireNonNull(turns.poll(2, TimeUnit.SECONDS), "no turn came").run();
  }

  private PeerCalls newCalls() {
    NodeIdentity identity = new NodeIdentity(N1, new NodeAddress("127.0.0.1", 2001), 1);
    TraceSink sink = new TraceSink(new TraceRing(1, 100), null);
    TraceDesk desk = new TraceDesk(identity, new NodeTracer(N1, 1), sink, new LiveClock());
    return new PeerCalls(new FakeLoop(), desk, Map.of(N2, sender), new KeepingGate());
  }

  private static NodeInput forChunk(ChunkInput input) {
    return new NodeInput.ForChunk(input);
  }

  /** A port that nobody calls. */
  private PeerPort port() {
    return (PeerPort)
        Proxy.newProxyInstance(
            Objects.requireNonNull(getClass().getClassLoader()),
            new Class<?>[] {PeerPort.class},
            (proxy, method, arguments) -> {
              throw new AssertionError(method.getName());
            });
  }

  private final class KeepingGate implements MessageGate {
    @Override
    public boolean isOpen() {
      return false;
    }

    @Override
    public void take(Message message) {
      kept.add(message);
    }
  }

  private final class FakeLoop implements LoopTurns {
    @Override
    public void complete(Runnable turn) {
      turns.add(turn);
    }

    @Override
    public void step(NodeInput input) {
      steps.add(input);
    }
  }
}
