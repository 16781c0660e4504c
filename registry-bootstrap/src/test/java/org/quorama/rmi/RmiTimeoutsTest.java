package org.quorama.rmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RmiTimeoutsTest {
  @Test
  void whoeverWaitsPollsForMillisecondsAtMostAndOnlyIfToldTo() {
    RmiTimeouts usual = RmiTimeouts.defaults();
    assertThat(usual.polling()).isZero();
    assertThat(usual.withPolling().polling()).isBetween(Duration.ofMillis(1), Duration.ofMillis(2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> polling(usual, Duration.ofMillis(11)))
        .withMessageContaining("0 to 10 ms");
    assertThatIllegalArgumentException().isThrownBy(() -> polling(usual, Duration.ofNanos(-1)));
  }

  private static RmiTimeouts polling(RmiTimeouts like, Duration polling) {
    return new RmiTimeouts(like.connect(), like.handshake(), like.response(), polling);
  }
}
