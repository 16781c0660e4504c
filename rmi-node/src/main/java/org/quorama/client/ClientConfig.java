package org.quorama.client;

import java.time.Duration;
import org.quorama.protocol.Invariants;

/**
 * The settings of a client. Immutable.
 *
 * @param operationTimeout how long an operation may look for a leader, in all its attempts
 * @param transferTimeout how long a transfer may go on without getting a chunk any further
 * @param minBackoff the first pause between two attempts
 * @param maxBackoff the longest pause between two attempts
 * @param writesInFlight how many writes of a chunk may be under way at once, 1 to 16
 * @param maxStreams how many transfers and open streams there may be at once, at least 1; one more
 *     fails with TOO_MANY_STREAMS
 */
public record ClientConfig(
    Duration operationTimeout,
    Duration transferTimeout,
    Duration minBackoff,
    Duration maxBackoff,
    int writesInFlight,
    int maxStreams) {
  private static final int MAX_STREAMS = 256;

  /** Checks the ranges. */
  public ClientConfig {
    Invariants.check(
        writesInFlight >= 1 && writesInFlight <= 16,
        "%d writes in flight are not 1 to 16",
        writesInFlight);
    Invariants.check(maxStreams >= 1, "%d streams are too few", maxStreams);
    Invariants.check(
        minBackoff.toNanos() > 0 && minBackoff.compareTo(maxBackoff) <= 0,
        "The pauses %s to %s are not increasing",
        minBackoff,
        maxBackoff);
  }

  /**
   * Makes settings with the usual bound of streams, 256.
   *
   * @param operationTimeout how long an operation may look for a leader, in all its attempts
   * @param transferTimeout how long a transfer may go on without getting a chunk any further
   * @param minBackoff the first pause between two attempts
   * @param maxBackoff the longest pause between two attempts
   * @param writesInFlight how many writes of a chunk may be under way at once, 1 to 16
   */
  public ClientConfig(
      Duration operationTimeout,
      Duration transferTimeout,
      Duration minBackoff,
      Duration maxBackoff,
      int writesInFlight) {
    this(operationTimeout, transferTimeout, minBackoff, maxBackoff, writesInFlight, MAX_STREAMS);
  }

  /** Returns the usual settings: 15 s an operation, 75 s a chunk, pauses of 50 ms to 1 s. */
  public static ClientConfig defaults() {
    return new ClientConfig(
        Duration.ofSeconds(15),
        Duration.ofSeconds(75),
        Duration.ofMillis(50),
        Duration.ofSeconds(1),
        3);
  }

  /**
   * Returns these settings with another time-out of operations.
   *
   * @param timeout how long an operation may look for a leader
   */
  public ClientConfig withOperationTimeout(Duration timeout) {
    return new ClientConfig(
        timeout, transferTimeout, minBackoff, maxBackoff, writesInFlight, maxStreams);
  }

  /**
   * Returns these settings with another bound of streams.
   *
   * @param streams how many there may be at once
   */
  public ClientConfig withMaxStreams(int streams) {
    return new ClientConfig(
        operationTimeout, transferTimeout, minBackoff, maxBackoff, writesInFlight, streams);
  }
}
