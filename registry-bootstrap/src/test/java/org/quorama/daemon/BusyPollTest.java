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
    boolean unused = await(poll, () -> true);
    nanoTime.addAndGet(time.toNanos());
    poll.arrived();
  }

  private static boolean await(BusyPoll poll, BusyPoll.Look look) throws IOException {
    poll.begin();
    return poll.poll(look);
  }

  private BusyPoll hopeful() throws IOException {
    BusyPoll poll = poll();
    arriveAfter(poll, Duration.ZERO);
    return poll;
  }

  @Test
  void looksUntilItIsThereIfItCameSoonTheLastTime() throws IOException {
    arriveAfter(waiting, WINDOW.dividedBy(2));
    assertThat(await(waiting, () -> looks.incrementAndGet() == 3)).isTrue();
    assertThat(looks).hasValue(3);
  }

  @Test
  void doesNotLookWhereNothingIsKnownOrTheLastWaitWasLong() throws IOException {
    assertThat(await(waiting, () -> looks.incrementAndGet() > 0)).isFalse();
    arriveAfter(waiting, WINDOW);
    assertThat(await(waiting, () -> looks.incrementAndGet() > 0)).isFalse();
    assertThat(looks).hasValue(0);
  }

  @Test
  void looksNoLongerThanItsWindow() throws IOException {
    arriveAfter(waiting, Duration.ZERO);
    BusyPoll.Look late = () -> nanoTime.addAndGet(WINDOW.toNanos() / 10) < 0;
    assertThat(await(waiting, late)).isFalse();
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
        await(
            waiting,
            () ->
                await(
                    second,
                    () -> {
                      assertThat(await(third, whileTwoLook)).isFalse();
                      return true;
                    }));
    assertThat(found).isTrue();
    assertThat(looksOfThird).hasValue(0);
    assertThat(await(third, whileTwoLook)).as("when they are done").isTrue();
  }

  @Test
  void aConnectionThatFailsGivesItsPlaceBack() throws IOException {
    for (int i = 0; i < BusyPoll.MAX_POLLING; i++) {
      BusyPoll failing = hopeful();
      BusyPoll.Look broken =
          () -> {
            throw new IOException("reset");
          };
      assertThatThrownBy(() -> await(failing, broken)).hasMessage("reset");
    }
    assertThat(await(hopeful(), () -> true)).isTrue();
  }

  @Test
  void withoutAWindowNobodyLooks() throws IOException {
    BusyPoll never = new BusyPoll(Duration.ZERO, nanoTime::get);
    arriveAfter(never, Duration.ZERO);
    assertThat(await(never, () -> looks.incrementAndGet() > 0)).isFalse();
    assertThat(looks).hasValue(0);
  }
}
