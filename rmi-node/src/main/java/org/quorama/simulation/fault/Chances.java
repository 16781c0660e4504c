package org.quorama.simulation.fault;

import java.util.SplittableRandom;

/**
 * The chance of one run, split by concern, so that one more draw in one does not change the others.
 *
 * @param mix decides which faults there are
 * @param network decides what becomes of messages
 * @param disk decides how long writes take and what crashes leave
 * @param nodes decides clocks and election timeouts
 * @param nemesis decides what is broken on purpose
 * @param workload decides what clients do
 */
public record Chances(
    SplittableRandom mix,
    SplittableRandom network,
    SplittableRandom disk,
    SplittableRandom nodes,
    SplittableRandom nemesis,
    SplittableRandom workload) {
  private static final double MOST = 20;

  /**
   * Returns the chance of a seed.
   *
   * @param seed decides all draws
   */
  public static Chances ofSeed(long seed) {
    SplittableRandom root = new SplittableRandom(seed);
    return new Chances(
        root.split(), root.split(), root.split(), root.split(), root.split(), root.split());
  }

  /**
   * Draws from an exponential distribution, at most twenty times its mean.
   *
   * @param random the chance
   * @param mean of what is drawn
   */
  public static long exponential(SplittableRandom random, long mean) {
    double drawn = -Math.log(1.0 - random.nextDouble());
    return (long) (mean * Math.min(drawn, MOST));
  }

  /**
   * Tells whether something happens; draws nothing if it never does.
   *
   * @param random the chance
   * @param probability from 0 to 1
   */
  public static boolean happens(SplittableRandom random, double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }
}
