package org.quorama.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class IdlePollerTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 100);
  private final IdlePoller poller = new IdlePoller(now::get);

  @AfterEach
  void stop() {
    poller.stop();
  }

  @Test
  void pollsAsLongAsAnAnswerTakesAndSleepsThen() {
    poller.start("poll");
    await(poller::isAsleep);

    poller.expect(1);
    await(() -> !poller.isAsleep());
    now.addAndGet(TimeUnit.MICROSECONDS.toNanos(1499));
    assertThat(poller.isAsleep()).isFalse();
    now.addAndGet(TimeUnit.MICROSECONDS.toNanos(1));
    await(poller::isAsleep);
  }

  @Test
  void sleepsOnWhenManyWait() {
    poller.start("poll");
    await(poller::isAsleep);

    poller.expect(17);
    assertThat(poller.isNeeded()).isFalse();
  }

  @Test
  void aSmallMessageBetweenLargeOnesIsNoLull() {
    poller.start("poll");
    await(poller::isAsleep);

    poller.expect(19);
    poller.expect(2);
    assertThat(poller.isNeeded()).isFalse();

    poller.expect(2);
    assertThat(poller.isNeeded()).isTrue();
  }

  @Test
  void oneThatWasNotStartedDoesNothing() {
    poller.expect(1);

    assertThat(poller.isNeeded()).isFalse();
  }

  @Test
  void endsWhileItPollsOrSleeps() {
    Thread sleeping = poller.start("poll");
    await(poller::isAsleep);
    poller.stop();
    assertThat(ends(sleeping)).isTrue();

    IdlePoller other = new IdlePoller(now::get);
    Thread polling = other.start("poll");
    other.expect(1);
    other.stop();
    assertThat(ends(polling)).isTrue();
  }

  private static boolean ends(Thread thread) {
    try {
      thread.join(20_000);
      return !thread.isAlive();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(BooleanSupplier holds) {
    while (!holds.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }
}
