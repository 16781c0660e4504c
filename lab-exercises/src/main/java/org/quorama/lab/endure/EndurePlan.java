package org.quorama.lab.endure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What to endure. Immutable.
 *
 * @param tree the local directory to store and get back, if that is wanted
 * @param appenders how many clients append at once, 0 if none do
 * @param records how many records each of them appends
 * @param killEvery how often a node is killed; it is started again after half of that
 * @param limit after which the work must be done; then as long again for the cluster to heal
 * @param seed of what is killed and of what is appended
 */
public record EndurePlan(
    Optional<Path> tree,
    int appenders,
    int records,
    Duration killEvery,
    Duration limit,
    long seed) {
  private static final int MAX_APPENDERS = 64;
  private static final int MAX_RECORDS = 1_000_000;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if one is left, or there is nothing to do
   */
  public EndurePlan {
    if (tree.isEmpty() && appenders == 0) {
      throw new IllegalArgumentException("Say what to endure: --tree DIR, or --appenders 8");
    }
    if (appenders < 0 || appenders > MAX_APPENDERS) {
      throw new IllegalArgumentException("--appenders is 1 to 64");
    }
    if (records < 1 || records > MAX_RECORDS) {
      throw new IllegalArgumentException("--records is 1 to 1000000");
    }
    if (killEvery.toMillis() < 1_000) {
      throw new IllegalArgumentException("--kill-every is at least 1s");
    }
    if (limit.toSeconds() < 1) {
      throw new IllegalArgumentException("--limit is at least 1s");
    }
  }
}
