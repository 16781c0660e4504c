package org.quorama.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quorama.runtime.time.FakeTime;
import org.quorama.runtime.time.LiveClock;

class WaitsTest {
  private static final Duration WAIT = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofSeconds(20);

  private final FakeTime time = new FakeTime();
  private final LiveClock clock = time.clock();
  private final CompletableFuture<String> answer = new CompletableFuture<>();

  @BeforeEach
  void begin() {
    clock.begin();
  }

  @Test
  void whileTimeStandsStillNobodyGivesUp() {
    clock.appoint(0, 1, true);
    answer.completeOnTimeout("late", 150, TimeUnit.MILLISECONDS);

    assertThat(Waits.forAnswer(answer, WAIT, LONG, clock)).contains("late");
  }

  @Test
  void stretchedTimeStretchesTheWait() {
    clock.appoint(0, 100, false);
    time.pass(Duration.ofMillis(99));
    answer.completeOnTimeout("late", 120, TimeUnit.MILLISECONDS);

    assertThat(Waits.forAnswer(answer, WAIT, LONG, clock)).contains("late");
  }

  @Test
  void whoeverWaitsGivesUpWhenSoMuchProtocolTimeHasPassed() {
    CompletableFuture<Void> passing =
        CompletableFuture.runAsync(
            () -> time.pass(WAIT), CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS));

    assertThat(Waits.forAnswer(answer, WAIT, LONG, clock)).isEmpty();
    assertThat(passing).isDone();
  }

  @Test
  void timeThatALabLeapsOverWasNotWaitedFor() {
    clock.appoint(0, 1, true);
    CompletableFuture<Void> leaping =
        CompletableFuture.runAsync(
            () -> clock.advance(LONG),
            CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS));
    CompletableFuture<Void> unused =
        leaping.thenRun(
            () -> answer.completeOnTimeout("after the leap", 250, TimeUnit.MILLISECONDS));

    assertThat(Waits.forAnswer(answer, WAIT, LONG, clock)).contains("after the leap");
  }

  @Test
  void nobodyWaitsForEverThoughTimeStandsStill() {
    clock.appoint(0, 1, true);

    assertThat(Waits.forAnswer(answer, WAIT, Duration.ofMillis(30), clock)).isEmpty();
  }

  @Test
  void answerThatWillNeverComeIsNotWaitedFor() {
    clock.appoint(0, 1, true);
    answer.completeExceptionally(new IllegalStateException("The node stops"));

    assertThat(Waits.forAnswer(answer, WAIT, LONG, clock)).isEmpty();
  }
}
