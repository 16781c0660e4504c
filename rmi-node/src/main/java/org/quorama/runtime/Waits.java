package org.quorama.runtime;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Waits of other threads for the event loop, all of them bounded. */
final class Waits {
  private static final Duration LOOP_WAIT = Duration.ofSeconds(2);

  private Waits() {}

  /** Has something computed on the event loop; empty if the loop does not come to it in time. */
  static <T> Optional<T> on(NodeHost host, Supplier<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    return host.submit(() -> answer.complete(question.get()))
        ? forAnswer(answer, LOOP_WAIT)
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
