package org.quorama.simulation.history;

import java.time.Duration;

/**
 * How much a check may cost before it is undecided. Immutable.
 *
 * @param time how long, for the whole history
 * @param configurations how many states of the search may be remembered, for each key
 */
public record CheckBounds(Duration time, int configurations) {
  /** Returns the usual bounds: 60 s, a million states. */
  public static CheckBounds defaults() {
    return new CheckBounds(Duration.ofSeconds(60), 1_000_000);
  }
}
