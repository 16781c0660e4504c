package org.quorama.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quorama.protocol.MonotonicTime;

class NodeEventLoopTest {
  private static final Duration SHORT = Duration.ofSeconds(2);

  private final LiveClock clock = new LiveClock(1);
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

  private static final class FakeDeadlines implements NodeEventLoop.Deadlines {
    private final CountDownLatch passed = new CountDownLatch(1);
    private volatile MonotonicTime next = MonotonicTime.NEVER;

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
