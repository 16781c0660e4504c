package org.quorama.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.ReadMode;
import org.quorama.protocol.MonotonicTime;

@Timeout(60)
class CallQueueTest {
  private final CallQueue queue = new CallQueue(2);

  @Test
  void aMessageTakesAllThatWaitInTheirOrder() {
    PendingCall first = add();
    PendingCall second = add();
    assertThat(queue.take()).containsExactly(first, second);
    assertThat(queue.take()).isEmpty();
  }

  @Test
  void aSecondSenderIsLetInOnlyByCallersWhoWaitedForLong() {
    add();
    assertThat(queue.enter(true)).isTrue();
    assertThat(queue.enter(true)).isFalse();
    assertThat(queue.enter(false)).isTrue();
    assertThat(queue.enter(false)).as("no more than two").isFalse();
  }

  @Test
  void theNextMessageTakesWhoeverComesWhileItGathers() throws InterruptedException {
    addAndTake(8);
    Thread other = new Thread(() -> addMany(8));
    other.start();
    while (!queue.enter(true)) {
      Thread.onSpinWait();
    }
    queue.gather();
    other.join();
    assertThat(queue.take()).isNotEmpty().hasSizeLessThanOrEqualTo(8);
  }

  @Test
  void whoDoesNotComeBackIsWaitedForAMomentOnly() {
    addAndTake(100);
    add();
    queue.gather();
    assertThat(queue.take()).hasSize(1);
  }

  @Test
  void anInterruptedSenderGathersNobodyAndStaysInterrupted() {
    addAndTake(100);
    add();
    Thread.currentThread().interrupt();
    queue.gather();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(queue.take()).hasSize(1);
  }

  private void addAndTake(int calls) {
    addMany(calls);
    assertThat(queue.take()).hasSize(calls);
  }

  private void addMany(int calls) {
    for (int i = 0; i < calls; i++) {
      add();
    }
  }

  private PendingCall add() {
    PendingCall call =
        new PendingCall(
            new FileOperation.OpenSession(), ReadMode.LINEARIZABLE, MonotonicTime.NEVER);
    assertThat(queue.add(call)).isTrue();
    return call;
  }
}
