package org.quorama.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.quorama.protocol.MonotonicTime;

class LiveClockTest {
  @Test
  void protocolTimeStandsUntilItBegins() {
    LiveClock clock = new LiveClock(1);
    MonotonicTime deadline = MonotonicTime.ZERO.plus(Duration.ofMillis(1));
    long wall = clock.wallNanos();
    await().until(() -> clock.wallNanos() > wall + 5_000_000);

    assertThat(clock.now()).isEqualTo(MonotonicTime.ZERO);
    assertThat(clock.realNanosUntil(deadline)).isEqualTo(1_000_000);

    clock.begin();

    await().until(() -> deadline.isDue(clock.now()));
    assertThat(clock.realNanosUntil(deadline)).isZero();
  }
}
