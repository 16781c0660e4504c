package org.quorama.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.Membership;
import org.quorama.raft.log.Snapshot;
import org.quorama.runtime.lane.Helpers;

class PersistQueueTest {
  private final BlockingQueue<Long> durable = new LinkedBlockingQueue<>();
  private final Helpers helpers = new Helpers();
  private final AtomicLong nanoTime = new AtomicLong(42);
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
    assertThat(queue.size()).as("what waits for ever").isZero();
    assertThat(queue.isRunning()).isFalse();
  }

  @Test
  @DisplayName("ST-05 a node whose writing thread is interrupted stops")
  void interruptIsAFailure() throws Exception {
    AtomicReference<Thread> writer = new AtomicReference<>();
    PersistQueue queue = queue(batch -> writer.set(Thread.currentThread()));
    queue.start("test-disk");
    queue.add(persist(1));
    assertThat(durable.poll(2, TimeUnit.SECONDS)).isEqualTo(1);

    Objects.requireNonNull(writer.get()).interrupt();

    assertThat(failure.get(2, TimeUnit.SECONDS)).hasMessageContaining("interrupted");
    queue.add(persist(2));
    assertThat(queue.size()).isZero();
  }

  @Test
  void snapshotIsABatchOfItsOwn() {
    List<List<Long>> batches = Collections.synchronizedList(new ArrayList<>());
    PersistQueue queue =
        queue(batch -> batches.add(batch.stream().map(RaftEffect.Persist::ticket).toList()));
    queue.add(persist(1));
    queue.add(persist(2));
    queue.add(snapshot(3));
    queue.add(snapshot(4));
    queue.add(persist(5));
    queue.add(persist(6));
    queue.start("test-disk");

    queue.stop(Duration.ofSeconds(2));

    assertThat(batches).containsExactly(List.of(1L, 2L), List.of(3L), List.of(4L), List.of(5L, 6L));
    assertThat(durable).containsExactly(2L, 3L, 4L, 6L);
  }

  @Test
  void batchEndsWhenItIsLong() {
    List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
    PersistQueue queue = queue(batch -> batches.add(batch.size()));
    int half = (int) (PersistQueue.MAX_BATCH_BYTES / 2);
    for (int ticket = 1; ticket <= 4; ticket++) {
      Bytes command = Bytes.wrap(new byte[half]);
      queue.add(
          new RaftEffect.AppendToLog(
              ticket, List.of(LogEntry.command(new LogPosition(1, ticket), command))));
    }
    queue.start("test-disk");

    queue.stop(Duration.ofSeconds(5));

    assertThat(batches).containsExactly(2, 2);
  }

  @Test
  void helperWritesWhatHisTurnAsksFor() {
    AtomicReference<Thread> writer = new AtomicReference<>();
    PersistQueue queue = queue(batch -> writer.set(Thread.currentThread()));
    queue.start("test-disk");

    boolean taken =
        helpers.helping(
            () -> {
              queue.add(persist(1));
              queue.add(persist(2));
              assertThat(writer).as("who writes in a turn").hasNullValue();
              return true;
            });

    assertThat(taken).isTrue();
    assertThat(writer).hasValue(Thread.currentThread());
    assertThat(durable).containsExactly(2L);
    assertThat(queue.size()).isZero();
    queue.stop(Duration.ofSeconds(2));
  }

  @Test
  void whatComesWhileAHelperWritesIsWrittenByTheThread() throws Exception {
    List<Thread> writers = Collections.synchronizedList(new ArrayList<>());
    AtomicReference<PersistQueue> queue = new AtomicReference<>();
    queue.set(
        queue(
            batch -> {
              writers.add(Thread.currentThread());
              if (batch.get(0).ticket() == 1) {
                Objects.requireNonNull(queue.get()).add(persist(2));
              }
            }));
    queue.get().start("test-disk");

    boolean unused =
        helpers.helping(
            () -> {
              queue.get().add(persist(1));
              return true;
            });

    assertThat(durable.poll(2, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(durable.poll(2, TimeUnit.SECONDS)).isEqualTo(2);
    assertThat(writers).hasSize(2).doesNotHaveDuplicates();
    queue.get().stop(Duration.ofSeconds(2));
  }

  @Test
  @DisplayName("ST-05 a failed write of a helper is the node's failure, and the end of writing")
  void failedWriteOfAHelperIsNeverCalledDurable() {
    PersistQueue queue =
        queue(
            batch -> {
              throw new IllegalStateException("full");
            });
    queue.start("test-disk");

    boolean unused =
        helpers.helping(
            () -> {
              queue.add(persist(1));
              return true;
            });
    queue.add(persist(2));

    assertThat(failure).isCompletedWithValueMatching(cause -> "full".equals(cause.getMessage()));
    assertThat(durable).isEmpty();
    assertThat(queue.size()).isZero();
    queue.stop(Duration.ofSeconds(2));
    assertThat(queue.isRunning()).isFalse();
  }

  @Test
  void afterASlowWriteTheDiskCountsAsSlow() throws Exception {
    PersistQueue queue = queue(batch -> nanoTime.addAndGet(batch.get(0).ticket() * 1_000_000));
    queue.start("test-disk");
    queue.add(persist(10));
    assertThat(durable.poll(2, TimeUnit.SECONDS)).isEqualTo(10);
    assertThat(queue.isQuick()).isTrue();

    queue.add(persist(11));

    assertThat(durable.poll(2, TimeUnit.SECONDS)).isEqualTo(11);
    assertThat(queue.isQuick()).isFalse();
    nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(10));
    assertThat(queue.isQuick()).isTrue();
    queue.stop(Duration.ofSeconds(2));
  }

  private static RaftEffect.Persist snapshot(long ticket) {
    Membership membership = Membership.initial(List.of(NodeId.of("n1")));
    return new RaftEffect.SaveSnapshot(
        ticket,
        new Snapshot(new LogPosition(1, 1), membership, Bytes.EMPTY),
        RaftEffect.LogSuffix.KEPT);
  }

  private PersistQueue queue(Consumer<List<RaftEffect.Persist>> disk) {
    return new PersistQueue(disk, helpers, nanoTime::get, durable::add, failure::complete);
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
