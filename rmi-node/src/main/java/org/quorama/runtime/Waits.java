package org.quorama.runtime;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.quorama.protocol.MonotonicTime;
import org.quorama.runtime.time.LiveClock;

/** Waits of other threads for the event loop, all of them bounded. */
final class Waits {
  private static final Duration LOOP_WAIT = Duration.ofSeconds(2);

  /** How long anybody waits at most while time stands still or is stretched. */
  static final Duration LONGEST = Duration.ofMinutes(10);

  /** How often a wait of a lab looks whether time passes at another pace. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private Waits() {}

  /** Has something computed on the event loop; empty if the loop does not come to it in time. */
  static <T> Optional<T> on(NodeHost host, Supplier<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    return host.submit(() -> answer.complete(question.get()))
        ? forAnswer(answer, LOOP_WAIT)
        : Optional.empty();
  }

  /**
   * Waits for an answer as long as some protocol time takes: longer while a lab stretches it, or
   * has it stand still; empty if it does not come in time, or never will. Time that a lab leaps
   * over is not waited for: who asks stands outside the cluster, and for them it did not pass.
   *
   * @param wait how much protocol time
   * @param most how much real time at most
   */
  static <T> Optional<T> forAnswer(
      CompletableFuture<T> answer, Duration wait, Duration most, LiveClock clock) {
    if (!clock.isOfLab()) {
      return forAnswer(answer, wait);
    }
    Patience patience = Patience.begin(wait, most, clock);
    Optional<T> result = Optional.empty();
    long left = patience.leftNanos(clock);
    while (!answer.isDone() && left > 0 && !Thread.currentThread().isInterrupted()) {
      result = forAnswer(answer, Duration.ofNanos(Math.min(left, LOOK_NANOS)));
      left = patience.leftNanos(clock);
    }
    return answer.isDone() ? forAnswer(answer, Duration.ZERO) : result;
  }

  /**
   * How long somebody waits.
   *
   * @param until in protocol time, if it leaps no more
   * @param leaptNanos how much it had leapt before
   * @param giveUpAt the latest moment of real time
   */
  private record Patience(MonotonicTime until, long leaptNanos, long giveUpAt) {
    static Patience begin(Duration wait, Duration most, LiveClock clock) {
      return new Patience(
          clock.now().plus(wait), clock.leaptNanos(), System.nanoTime() + most.toNanos());
    }

    long leftNanos(LiveClock clock) {
      Duration leapt = Duration.ofNanos(clock.leaptNanos() - leaptNanos);
      return Math.min(clock.realNanosUntil(until.plus(leapt)), giveUpAt - System.nanoTime());
    }
  }

  /** Has a lab's order taken aside, even while the node is paused; empty if it cannot be. */
  static <T> Optional<T> aside(NodeHost host, Supplier<T> order) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    return host.runAside(() -> answer.complete(order.get()), LOOP_WAIT)
        ? Optional.ofNullable(answer.getNow(null))
        : Optional.empty();
  }

  /** Waits for an answer; empty if it does not come in time, or never will. */
  static <T> Optional<T> forAnswer(CompletableFuture<T> answer, Duration wait) {
    try {
      return Optional.of(answer.get(wait.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException | ExecutionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
