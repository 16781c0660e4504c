package org.quorama.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.PeerPort;

@Timeout(30)
class PeerSenderTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final AtomicInteger opened = new AtomicInteger();

  @Test
  void returnsWhenAQuorumIsOpenThoughTheOthersHang() {
    CountDownLatch never = new CountDownLatch(1);

    PeerSender.openQuorum(List.of(port(() -> {}), port(() -> hang(never)), port(() -> {})), LONG);

    assertThat(opened.get()).isEqualTo(2);
    never.countDown();
  }

  @Test
  void triesAgainUntilANodeIsThere() {
    AtomicInteger tries = new AtomicInteger();

    PeerSender.openQuorum(List.of(port(() -> absentUntil(tries.incrementAndGet() == 3))), LONG);

    assertThat(tries.get()).isEqualTo(3);
  }

  @Test
  void givesUpWhenPatienceIsOver() {
    PeerSender.openQuorum(List.of(port(() -> absentUntil(false))), Duration.ofMillis(20));

    assertThat(opened.get()).isZero();
  }

  private static void absentUntil(boolean there) {
    if (!there) {
      throw new NodeUnreachableException(
          "not there", NodeUnreachableException.Effect.NONE, new IllegalStateException());
    }
  }

  private static void hang(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A port that can only be opened. */
  private PeerPort port(Runnable open) {
    return (PeerPort)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {PeerPort.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("open");
              open.run();
              opened.incrementAndGet();
              return null;
            });
  }
}
