package org.quorama.client;

import java.time.Duration;
import org.quorama.protocol.MonotonicTime;

/** Pauses between attempts, each twice as long as the one before, until a deadline. One thread. */
final class Backoff {
  private final ClientClock clock;
  private final Duration max;
  private final MonotonicTime deadline;
  private Duration next;

  Backoff(ClientClock clock, ClientConfig config, Duration timeout) {
    this(clock, config.minBackoff(), config.maxBackoff(), clock.now().plus(timeout));
  }

  Backoff(ClientClock clock, Duration min, Duration max, MonotonicTime deadline) {
    this.clock = clock;
    this.max = max;
    this.deadline = deadline;
    this.next = min;
  }

  /** Waits, if there is time left. Returns false, at once, if there is none. */
  boolean pause() {
    Duration left = deadline.since(clock.now());
    if (left.isNegative() || left.isZero()) {
      return false;
    }
    clock.pause(next.compareTo(left) < 0 ? next : left);
    next = next.multipliedBy(2).compareTo(max) < 0 ? next.multipliedBy(2) : max;
    return true;
  }
}
