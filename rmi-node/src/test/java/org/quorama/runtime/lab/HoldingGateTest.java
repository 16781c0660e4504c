package org.quorama.runtime.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.MonotonicTime;
import org.quorama.remote.lab.LabView.HeldMessage;
import org.quorama.runtime.lab.MessageGate.Message;
import org.quorama.runtime.time.FakeTime;
import org.quorama.runtime.time.LiveClock;
import org.quorama.trace.FaultTrace;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.FaultTrace.Release;
import org.quorama.trace.MessageTrace.Dropped;
import org.quorama.trace.MessageTrace.Kind;
import org.quorama.trace.MessageTrace.Summary;
import org.quorama.trace.TraceDetail;

class HoldingGateTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");

  private final FakeTime time = new FakeTime();
  private final LiveClock clock = time.clock();
  private final LinkFates fates = new LinkFates(new SplittableRandom(1));
  private final List<TraceDetail> trace = new ArrayList<>();
  private final List<String> seen = new ArrayList<>();
  private final AtomicLong ids = new AtomicLong();
  private final HoldingGate gate = new HoldingGate(clock, fates, trace::add, this::follow);

  @BeforeEach
  void begin() {
    clock.begin();
  }

  private void follow() {
    gate.follow(clock.pace().frozen());
  }

  @Test
  void gateIsOpenWhileTimePassesAndLinksAreWhole() {
    assertThat(gate.isOpen()).isTrue();

    freeze();
    assertThat(gate.isOpen()).isFalse();

    thaw();
    assertThat(gate.isOpen()).isTrue();

    fates.set(List.of(LinkRule.cut(N1, N2)));
    assertThat(gate.isOpen()).isFalse();
  }

  @Test
  void whileTimeStandsStillMessagesWaitInSight() {
    freeze();
    gate.take(message("a"));
    gate.take(message("b"));

    assertThat(seen).isEmpty();
    assertThat(gate.waiting()).extracting(HeldMessage::messageId).containsExactly("a", "b");
    assertThat(trace)
        .hasSize(2)
        .allMatch(detail -> detail instanceof FaultTrace.MessageHeld held && held.to().equals(N2));
  }

  @Test
  void releasedMessagesGoOnAreLostOrGoOnTwice() {
    freeze();
    gate.take(message("a"));
    gate.take(message("b"));
    gate.take(message("c"));
    trace.clear();

    assertThat(gate.release("c", Release.DUPLICATE)).isTrue();
    assertThat(gate.release("a", Release.DELIVER)).isTrue();
    assertThat(gate.release("b", Release.DROP)).isTrue();
    assertThat(gate.release("b", Release.DELIVER)).isFalse();

    assertThat(seen).containsExactly("c", "c", "a", "b lost");
    assertThat(trace)
        .containsExactly(
            new FaultTrace.MessageReleased("c", Release.DUPLICATE),
            new FaultTrace.MessageReleased("a", Release.DELIVER),
            new FaultTrace.MessageReleased("b", Release.DROP),
            new Dropped("b", N2, "by hand"));
  }

  @Test
  void messageThatMayNotRepeatGoesOnOnce() {
    freeze();
    gate.take(message("a", Kind.GRANT, false));
    gate.release("a", Release.DUPLICATE);

    assertThat(seen).containsExactly("a");
  }

  @Test
  void whenTimePassesAgainAllGoesOnInItsOrderAndWhatIsSentMeanwhileBehindIt() {
    freeze();
    gate.take(message("a", () -> gate.take(message("answer of a"))));
    gate.take(message("b"));

    thaw();
    follow();

    assertThat(seen).containsExactly("a", "b", "answer of a");
    assertThat(gate.waiting()).isEmpty();
  }

  @Test
  void messageThatComesFirstAfterTheThawGoesOnBehindThoseThatWaited() {
    freeze();
    gate.take(message("a"));
    thaw();
    gate.take(message("b"));
    assertThat(seen).isEmpty();

    follow();
    assertThat(seen).containsExactly("a", "b");
  }

  @Test
  void reportsAndOrdersAndWhatANodeSendsItselfWaitForNobody() {
    freeze();
    gate.take(message("report", Kind.REPORT, false));
    gate.take(message("orders", Kind.ORDERS, false));
    gate.take(new Message("own", N1, N1, summary(Kind.GRANT), way("own", false, () -> {})));

    assertThat(seen).containsExactly("report", "orders", "own");
  }

  @Test
  void cutLinkLosesWhatIsSentAndWhatWaitedWhenItWasCut() {
    freeze();
    gate.take(message("a"));
    fates.set(List.of(LinkRule.cut(N1, N2)));
    gate.take(message("b"));
    gate.release("a", Release.DELIVER);

    assertThat(seen).containsExactly("b lost", "a lost");
    assertThat(trace).contains(new Dropped("b", N2, "cut"), new Dropped("a", N2, "cut"));
  }

  @Test
  void lossIsTraced() {
    fates.set(List.of(new LinkRule(N1, N2, 0.999_999, 0, 0, 0)));
    gate.take(message("a"));

    assertThat(seen).containsExactly("a lost");
    assertThat(trace).containsExactly(new Dropped("a", N2, "loss"));
  }

  @Test
  void delayedMessagesGoOnWhenProtocolTimeHasPassed() {
    fates.set(List.of(new LinkRule(N1, N2, 0, 0, millis(10), 0)));
    clock.appoint(0, 10, false);
    gate.take(message("a"));
    gate.take(message("b"));
    assertThat(gate.nextDue()).isEqualTo(clock.now().plus(Duration.ofMillis(10)));

    time.pass(Duration.ofMillis(99));
    gate.timePassed();
    assertThat(seen).isEmpty();

    time.pass(Duration.ofMillis(1));
    gate.timePassed();
    assertThat(seen).containsExactly("a", "b");
    assertThat(gate.nextDue()).isEqualTo(MonotonicTime.NEVER);
  }

  @Test
  void whatIsUnderWayWhenTimeStopsWaitsInSight() {
    fates.set(List.of(new LinkRule(N1, N2, 0, 0, millis(10), 0)));
    gate.take(message("a"));
    freeze();
    follow();

    assertThat(gate.waiting()).extracting(HeldMessage::messageId).containsExactly("a");
    assertThat(gate.nextDue()).isEqualTo(MonotonicTime.NEVER);
  }

  @Test
  void twinsGoOnOnceMore() {
    fates.set(List.of(new LinkRule(N1, N2, 0, 1, 0, 0)));
    gate.take(message("a"));
    gate.take(message("b", Kind.MUTATE, false));

    assertThat(seen).containsExactly("a", "a", "b");
  }

  @Test
  void oneMessageTooManyDropsTheOldest() {
    freeze();
    for (int i = 0; i <= HoldingGate.BOUND; i++) {
      gate.take(message("m" + ids.incrementAndGet()));
    }

    assertThat(gate.waiting()).hasSize(HoldingGate.BOUND);
    assertThat(seen).containsExactly("m1 lost");
    assertThat(trace).contains(new Dropped("m1", N2, "too many wait"));
  }

  private void freeze() {
    clock.appoint(0, 1, true);
  }

  private void thaw() {
    clock.appoint(0, 1, false);
  }

  private static long millis(long count) {
    return Duration.ofMillis(count).toNanos();
  }

  private Message message(String id) {
    return message(id, () -> {});
  }

  private Message message(String id, Runnable then) {
    return new Message(id, N1, N2, summary(Kind.HEARTBEAT), way(id, true, then));
  }

  private Message message(String id, Kind kind, boolean mayRepeat) {
    return new Message(id, N1, N2, summary(kind), way(id, mayRepeat, () -> {}));
  }

  private static Summary summary(Kind kind) {
    return new Summary(kind, 1, 0, 0, 0, false);
  }

  private MessageGate.Way way(String id, boolean mayRepeat, Runnable then) {
    return new MessageGate.Way() {
      @Override
      public void goOn() {
        seen.add(id);
        then.run();
      }

      @Override
      public void lost() {
        seen.add(id + " lost");
      }

      @Override
      public boolean mayRepeat() {
        return mayRepeat;
      }
    };
  }
}
