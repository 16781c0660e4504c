package org.quorama.lab.chaos;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What to try. Immutable.
 *
 * @param seed of the first run; each further run takes the next
 * @param runs how many runs, at least 1
 * @param duration how long faults come in each run, at least 1 s
 * @param callers how many clients work at once, 1 to 64
 * @param recordings where traces with all inputs go, a directory a run; null if nobody wants them
 */
public record ChaosPlan(
    long seed, int runs, Duration duration, int callers, @Nullable Path recordings) {
  /**
   * Plans runs that are not recorded.
   *
   * @param seed of the first run; each further run takes the next
   * @param runs how many runs, at least 1
   * @param duration how long faults come in each run, at least 1 s
   * @param callers how many clients work at once, 1 to 64
   */
  public ChaosPlan(long seed, int runs, Duration duration, int callers) {
    this(seed, runs, duration, callers, null);
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if one is left
   */
  public ChaosPlan {
    if (runs < 1) {
      throw new IllegalArgumentException("--runs is at least 1");
    }
    if (duration.toSeconds() < 1 || duration.toHours() > 24) {
      throw new IllegalArgumentException("--duration is 1s to 24h");
    }
    if (callers < 1 || callers > 64) {
      throw new IllegalArgumentException("--callers is 1 to 64");
    }
  }
}
