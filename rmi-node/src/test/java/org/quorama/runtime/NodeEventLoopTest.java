package org.quorama.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quorama.protocol.MonotonicTime;
import org.quorama.runtime.time.LiveClock;

class NodeEventLoopTest {
  private static final Duration SHORT = Duration.ofSeconds(2);

  private final LiveClock clock = new LiveClock();
  private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
  private final FakeDeadlines deadlines = new FakeDeadlines();
  private final NodeEventLoop loop =
      new NodeEventLoop("test-loop", 3, clock, deadlines, failure::complete);

  @AfterEach
  void stop() {
    loop.stop(SHORT);
  }

  @Test
  void turnsRunInOrderOnOneThread() throws Exception {
    CompletableFuture<String> second = new CompletableFuture<>();
    StringBuilder seen = new StringBuilder();
    loop.submit(() -> seen.append(Thread.currentThread().getName()));
    loop.submit(() -> second.complete(seen + " again"));
    loop.start();

    assertThat(second.get(2, TimeUnit.SECONDS)).isEqualTo("test-loop again");
  }

  @Test
  void fullMailboxAnswersNoButTakesCompletions() throws Exception {
    AtomicInteger ran = new AtomicInteger();
    CountDownLatch completed = new CountDownLatch(1);
    for (int i = 0; i < 3; i++) {
      assertThat(loop.submit(ran::incrementAndGet)).isTrue();
    }

    assertThat(loop.submit(ran::incrementAndGet)).isFalse();
    loop.complete(completed::countDown);
    loop.start();

    assertThat(completed.await(2, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).hasValue(3);
  }

  @Test
  void timePassesWhenTheDeadlineComes() throws Exception {
    deadlines.next = clock.now().plus(Duration.ofMillis(5));
    loop.start();

    assertThat(deadlines.passed.await(2, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void failureStopsTheLoop() throws Exception {
    IllegalStateException broken = new IllegalStateException("broken");
    loop.submit(
        () -> {
          throw broken;
        });
    loop.start();

    assertThat(failure.get(2, TimeUnit.SECONDS)).isSameAs(broken);
    assertThat(loop.submit(() -> {})).isFalse();
  }

  @Test
  void idleLoopLeavesTheTurnToWhoeverBringsIt() throws Exception {
    startAndSettle();
    CompletableFuture<Thread> ranOn = new CompletableFuture<>();

    loop.submit(() -> ranOn.complete(Thread.currentThread()));

    assertThat(ranOn.get(2, TimeUnit.SECONDS)).isSameAs(Thread.currentThread());
  }

  @Test
  void turnBroughtInATurnRunsAfterIt() throws Exception {
    startAndSettle();
    List<String> seen = new CopyOnWriteArrayList<>();
    CountDownLatch second = new CountDownLatch(1);

    loop.submit(
        () -> {
          loop.complete(
              () -> {
                seen.add("second");
                second.countDown();
              });
          seen.add("first");
        });

    assertThat(second.await(2, TimeUnit.SECONDS)).isTrue();
    assertThat(seen).containsExactly("first", "second");
  }

  @Test
  void turnsOfManyThreadsRunOneAtATimeAndInTheOrderOfEach() throws Exception {
    startAndSettle();
    int[] last = new int[4];
    int turnsOfEach = 20_000;
    CountDownLatch ran = new CountDownLatch(last.length * turnsOfEach);
    AtomicInteger disorder = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int number = 0; number < last.length; number++) {
      int of = number;
      threads.add(new Thread(() -> bring(turnsOfEach, i -> inOrder(last, of, i, disorder), ran)));
    }
    threads.forEach(Thread::start);

    assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(disorder).hasValue(0);
  }

  private void bring(int turns, IntConsumer turn, CountDownLatch ran) {
    for (int i = 1; i <= turns; i++) {
      int number = i;
      loop.complete(
          () -> {
            turn.accept(number);
            ran.countDown();
          });
    }
  }

  private static void inOrder(int[] last, int of, int number, AtomicInteger disorder) {
    if (last[of] != number - 1) {
      disorder.incrementAndGet();
    }
    last[of] = number;
  }

  @Test
  void earlierDeadlineOfATurnElsewhereWakesTheLoop() throws Exception {
    startAndSettle();

    loop.submit(() -> deadlines.next = clock.now().plus(Duration.ofMillis(5)));

    assertThat(deadlines.passed.await(2, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void pausedLoopKeepsTurnsAndDeadlinesUntilItGoesOn() throws Exception {
    startAndSettle();
    CountDownLatch ran = new CountDownLatch(2);
    assertThat(loop.runAside(() -> loop.pause(true), SHORT)).isTrue();

    loop.submit(ran::countDown);
    loop.complete(ran::countDown);
    deadlines.next = MonotonicTime.ZERO;
    AtomicInteger aside = new AtomicInteger();
    assertThat(loop.runAside(aside::incrementAndGet, SHORT)).isTrue();

    assertThat(aside).hasValue(1);
    assertThat(loop.waiting()).isEqualTo(2);
    assertThat(deadlines.passed.getCount()).isEqualTo(1);

    loop.runAside(() -> loop.pause(false), SHORT);

    assertThat(ran.await(2, TimeUnit.SECONDS)).isTrue();
    assertThat(deadlines.passed.await(2, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void nothingRunsAsideOfALoopThatHasNotStarted() {
    assertThat(loop.runAside(() -> {}, SHORT)).isFalse();
  }

  @Test
  void failureOfATurnElsewhereStopsTheLoop() throws Exception {
    startAndSettle();
    IllegalStateException broken = new IllegalStateException("broken");

    loop.submit(
        () -> {
          throw broken;
        });

    assertThat(failure.get(2, TimeUnit.SECONDS)).isSameAs(broken);
    assertThat(loop.submit(() -> {})).isFalse();
  }

  /** Starts the loop and returns when it waits. */
  private void startAndSettle() throws Exception {
    deadlines.next = clock.now();
    loop.start();
    assertThat(deadlines.passed.await(2, TimeUnit.SECONDS)).isTrue();
    deadlines.reset();
    awaitIdle();
  }

  /** The loop is idle as soon as it leaves a turn to the one who brings it. */
  private void awaitIdle() throws Exception {
    Thread ranOn = null;
    while (ranOn != Thread.currentThread()) {
      CompletableFuture<Thread> ran = new CompletableFuture<>();
      loop.complete(() -> ran.complete(Thread.currentThread()));
      ranOn = ran.get(2, TimeUnit.SECONDS);
    }
  }

  private static final class FakeDeadlines implements NodeEventLoop.Deadlines {
    private volatile CountDownLatch passed = new CountDownLatch(1);
    private volatile MonotonicTime next = MonotonicTime.NEVER;

    void reset() {
      passed = new CountDownLatch(1);
    }

    @Override
    public MonotonicTime nextWakeup() {
      return next;
    }

    @Override
    public void timePassed() {
      next = MonotonicTime.NEVER;
      passed.countDown();
    }
  }
}
