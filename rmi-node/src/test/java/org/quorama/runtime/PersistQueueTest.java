package org.quorama.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.log.HardState;

class PersistQueueTest {
  private final BlockingQueue<Long> durable = new LinkedBlockingQueue<>();
  private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

  @Test
  void allThatWaitsIsForcedAtOnce() throws Exception {
    BlockingQueue<Integer> batches = new ArrayBlockingQueue<>(10);
    CountDownLatch go = new CountDownLatch(1);
    PersistQueue queue = queue(batch -> batches.add(awaited(go, batch.size())));
    queue.start("test-disk");
    queue.add(persist(1));
    queue.add(persist(2));
    queue.add(persist(3));
    go.countDown();

    queue.stop(Duration.ofSeconds(2));

    assertThat(batches.stream().mapToInt(size -> size).sum()).isEqualTo(3);
    assertThat(batches).hasSizeLessThanOrEqualTo(3);
    assertThat(new ArrayList<>(durable)).contains(3L).isSorted();
    assertThat(durable).hasSameSizeAs(batches);
  }

  @Test
  @DisplayName("ST-05 after a failed write nothing is called durable, nor written any more")
  void failedWriteIsNeverCalledDurable() throws Exception {
    BlockingQueue<List<RaftEffect.Persist>> attempts = new LinkedBlockingQueue<>();
    PersistQueue queue =
        queue(
            batch -> {
              attempts.add(batch);
              throw new IllegalStateException("full");
            });
    queue.add(persist(1));
    queue.start("test-disk");

    assertThat(failure.get(2, TimeUnit.SECONDS)).hasMessage("full");
    queue.add(persist(2));
    queue.stop(Duration.ofSeconds(2));

    assertThat(durable).isEmpty();
    assertThat(attempts).hasSize(1);
  }

  private PersistQueue queue(Consumer<List<RaftEffect.Persist>> disk) {
    return new PersistQueue(disk, durable::add, failure::complete);
  }

  private static int awaited(CountDownLatch latch, int value) {
    try {
      assertThat(latch.await(2, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return value;
  }

  private static RaftEffect.Persist persist(long ticket) {
    return new RaftEffect.PersistHardState(ticket, new HardState(ticket, null));
  }
}
