package org.quorama.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BusyPollTest {
  private static final Duration WINDOW = Duration.ofMillis(1);

  private final AtomicLong nanoTime = new AtomicLong();
  private final AtomicInteger looks = new AtomicInteger();
  private final BusyPoll waiting = poll();

  private BusyPoll poll() {
    return new BusyPoll(WINDOW, nanoTime::get);
  }

  /** Has something arrive a while after the wait began. */
  private void arriveAfter(BusyPoll poll, Duration time) throws IOException {
    boolean unused = poll.await(() -> true);
    nanoTime.addAndGet(time.toNanos());
    poll.arrived();
  }

  private BusyPoll hopeful() throws IOException {
    BusyPoll poll = poll();
    arriveAfter(poll, Duration.ZERO);
    return poll;
  }

  @Test
  void looksUntilItIsThereIfItCameSoonTheLastTime() throws IOException {
    arriveAfter(waiting, WINDOW.dividedBy(2));
    assertThat(waiting.await(() -> looks.incrementAndGet() == 3)).isTrue();
    assertThat(looks).hasValue(3);
  }

  @Test
  void doesNotLookWhereNothingIsKnownOrTheLastWaitWasLong() throws IOException {
    assertThat(waiting.await(() -> looks.incrementAndGet() > 0)).isFalse();
    arriveAfter(waiting, WINDOW);
    assertThat(waiting.await(() -> looks.incrementAndGet() > 0)).isFalse();
    assertThat(looks).hasValue(0);
  }

  @Test
  void looksNoLongerThanItsWindow() throws IOException {
    arriveAfter(waiting, Duration.ZERO);
    BusyPoll.Look late = () -> nanoTime.addAndGet(WINDOW.toNanos() / 10) < 0;
    assertThat(waiting.await(late)).isFalse();
    assertThat(nanoTime).hasValue(WINDOW.toNanos());
  }

  @Test
  void noMoreThanTwoThreadsOfAProcessLook() throws IOException {
    BusyPoll second = hopeful();
    BusyPoll third = hopeful();
    arriveAfter(waiting, Duration.ZERO);
    AtomicInteger looksOfThird = new AtomicInteger();
    BusyPoll.Look whileTwoLook = () -> looksOfThird.incrementAndGet() > 0;
    boolean found =
        waiting.await(
            () ->
                second.await(
                    () -> {
                      assertThat(third.await(whileTwoLook)).isFalse();
                      return true;
                    }));
    assertThat(found).isTrue();
    assertThat(looksOfThird).hasValue(0);
    assertThat(third.await(whileTwoLook)).as("when they are done").isTrue();
  }

  @Test
  void aConnectionThatFailsGivesItsPlaceBack() throws IOException {
    for (int i = 0; i < BusyPoll.MAX_POLLING; i++) {
      BusyPoll failing = hopeful();
      BusyPoll.Look broken =
          () -> {
            throw new IOException("reset");
          };
      assertThatThrownBy(() -> failing.await(broken)).hasMessage("reset");
    }
    assertThat(hopeful().await(() -> true)).isTrue();
  }

  @Test
  void withoutAWindowNobodyLooks() throws IOException {
    BusyPoll never = new BusyPoll(Duration.ZERO, nanoTime::get);
    arriveAfter(never, Duration.ZERO);
    assertThat(never.await(() -> looks.incrementAndGet() > 0)).isFalse();
    assertThat(looks).hasValue(0);
  }
}
