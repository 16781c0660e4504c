package org.quorama.runtime.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RaftLaneTest {
  private final AtomicLong nanoTime = new AtomicLong(-5);
  private final RaftLane lane = new RaftLane("test-raft", 4, Duration.ofNanos(50), nanoTime::get);
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final CountDownLatch inCall = new CountDownLatch(1);
  private final CountDownLatch disk = new CountDownLatch(1);

  @AfterEach
  void stop() {
    disk.countDown();
    lane.stop();
  }

  @Test
  void heartbeatPassesEntriesThatWaitForADisk() throws Exception {
    entriesWaitForADisk(51);

    lane.send(() -> "heartbeat", answers::add, () -> {});

    assertThat(answers.poll(10, TimeUnit.SECONDS)).isEqualTo("heartbeat");
    disk.countDown();
    assertThat(answers.poll(10, TimeUnit.SECONDS)).isEqualTo("entries");
  }

  @Test
  void messagesKeepTheirOrderAsLongAsNoneTakesLong() throws Exception {
    entriesWaitForADisk(50);

    lane.send(() -> "more entries", answers::add, () -> {});
    disk.countDown();

    assertThat(answers.poll(10, TimeUnit.SECONDS)).isEqualTo("entries");
    assertThat(answers.poll(10, TimeUnit.SECONDS)).isEqualTo("more entries");
  }

  private void entriesWaitForADisk(long nanos) throws InterruptedException {
    lane.start();
    lane.send(this::slow, answers::add, () -> {});
    assertThat(inCall.await(10, TimeUnit.SECONDS)).isTrue();
    nanoTime.addAndGet(nanos);
  }

  private String slow() {
    inCall.countDown();
    try {
      assertThat(disk.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return "entries";
  }
}
