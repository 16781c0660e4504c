package org.quorama.runtime.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkId;

class ChunkLanesTest {
  private static final ChunkId CHUNK = new ChunkId(5);

  private final Helpers helpers = new Helpers();
  private final ChunkLanes lanes = new ChunkLanes("lane-", 2, helpers);
  private final List<Thread> ran = new ArrayList<>();

  @AfterEach
  void stop() {
    lanes.stop();
  }

  @Test
  void whoBringsATurnDoesAfterItWhatItAskedFor() {
    boolean taken =
        helpers.helping(
            () -> {
              lanes.execute(CHUNK, this::run);
              lanes.execute(new ChunkId(6), this::run);
              assertThat(ran).isEmpty();
              return true;
            });

    assertThat(taken).isTrue();
    assertThat(ran).containsExactly(Thread.currentThread(), Thread.currentThread());
  }

  @Test
  void othersHaveItDone() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    lanes.execute(CHUNK, this::run);
    lanes.execute(CHUNK, done::countDown);

    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).doesNotContain(Thread.currentThread()).hasSize(1);
  }

  @Test
  void whatIsDoneToOneChunkKeepsItsOrderWhoeverDoesIt() throws Exception {
    List<Integer> order = new ArrayList<>();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    lanes.execute(
        CHUNK,
        () -> {
          begun.countDown();
          await(goOn);
          order.add(1);
        });
    await(begun);
    boolean unused =
        helpers.helping(
            () -> {
              lanes.execute(CHUNK, () -> order.add(2));
              lanes.execute(CHUNK, done::countDown);
              return true;
            });
    goOn.countDown();

    await(done);
    assertThat(order).containsExactly(1, 2);
  }

  @Test
  void anInterruptedHelperLeavesItToAThread() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    Thread.currentThread().interrupt();
    boolean unused =
        helpers.helping(
            () -> {
              lanes.execute(CHUNK, this::run);
              lanes.execute(CHUNK, done::countDown);
              return true;
            });

    assertThat(Thread.interrupted()).isTrue();
    await(done);
    assertThat(ran).doesNotContain(Thread.currentThread());
  }

  private void run() {
    ran.add(Thread.currentThread());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
