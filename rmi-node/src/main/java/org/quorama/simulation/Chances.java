package org.quorama.simulation;

import java.util.SplittableRandom;

/**
 * The chance of one run, split by concern, so that one more draw in one does not change the others.
 */
record Chances(
    SplittableRandom mix,
    SplittableRandom network,
    SplittableRandom disk,
    SplittableRandom nodes,
    SplittableRandom nemesis,
    SplittableRandom workload) {
  static Chances ofSeed(long seed) {
    SplittableRandom root = new SplittableRandom(seed);
    return new Chances(
        root.split(), root.split(), root.split(), root.split(), root.split(), root.split());
  }

  /** Draws from an exponential distribution, at most twenty times its mean. */
  static long exponential(SplittableRandom random, long mean) {
    double drawn = -Math.log(1.0 - random.nextDouble());
    return (long) (mean * Math.min(drawn, 20.0));
  }

  static boolean happens(SplittableRandom random, double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }
}
