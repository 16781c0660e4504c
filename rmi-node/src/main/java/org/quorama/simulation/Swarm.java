package org.quorama.simulation;

import java.util.Set;
import java.util.SplittableRandom;
import org.quorama.raft.RaftConfig;
import org.quorama.simulation.World.Chances;

/**
 * Draws a mix of faults for a seed from coarse sets. Few faults at strong rates find more than all
 * faults at mild ones, so each is absent from many seeds.
 */
final class Swarm {
  private static final long MILLI = 1_000_000;
  private static final double[] LOSS = {0, 0, 0.005, 0.02, 0.1, 0.3};
  private static final double[] DUPLICATION = {0, 0, 0.02, 0.2};
  private static final double[] REORDER = {0, 0, 0.05, 0.3};
  private static final long[] DELAY = {MILLI, 2 * MILLI, 4 * MILLI, 20 * MILLI, 80 * MILLI};
  private static final long[] FORCE = {MILLI / 2, MILLI, 5 * MILLI, 30 * MILLI, 150 * MILLI};
  private static final double[] SURVIVAL = {0, 0.5, 1};
  private static final int[] DRIFT_PPM = {0, 0, 1_000, 50_000};
  private static final int[] ENTRIES = {1, 1, 2, 256};
  private static final int[] IN_FLIGHT = {1, 2, 4};
  private static final int[] PENDING = {8, 4096, 4096};
  private static final long[] TROUBLE_GAP = {
    100 * MILLI, 500 * MILLI, 1_500 * MILLI, 3_000 * MILLI
  };
  private static final long KIND_GAP = 1_000 * MILLI;
  private static final long[] RESTART = {20 * MILLI, 300 * MILLI, 2_000 * MILLI};
  private static final int[] WEIGHT = {0, 1, 2, 8};
  private static final long[] LEADER_LIFE = {10 * MILLI, 40 * MILLI, 150 * MILLI};
  private static final double[] HUNTS = {0, 0.3, 0.9, 1};
  private static final long[] LOAD_GAP = {50 * MILLI, 150 * MILLI, 400 * MILLI};
  private static final int[] DATA_PERCENT = {0, 0, 30, 30, 90};
  private static final int MOSTLY = 50;
  private static final int[] BUFFERED = {2, 64, 64};
  private static final int MUCH = 64;

  private Swarm() {}

  static FaultMix draw(SplittableRandom random) {
    FaultMix mix =
        new FaultMix(network(random), disk(random), nodes(random), trouble(random), load(random));
    return mix.load().dataPercent() > MOSTLY ? kinderToMasters(mix) : mix;
  }

  /** Without a master for a while no chunk is written: few seeds let chunkservers fail instead. */
  private static FaultMix kinderToMasters(FaultMix mix) {
    FaultMix.Trouble trouble = mix.nemesis();
    FaultMix.Trouble kinder =
        new FaultMix.Trouble(
            Math.max(trouble.meanGap(), KIND_GAP),
            trouble.meanRestart(),
            trouble.crashWeight(),
            trouble.cutWeight(),
            trouble.pauseWeight(),
            new FaultMix.Hunt(0, MILLI),
            false);
    FaultMix.Load load = mix.load();
    FaultMix.Load busy =
        new FaultMix.Load(load.clients(), LOAD_GAP[0], load.dataPercent(), load.oneFile());
    return new FaultMix(mix.network(), mix.disk(), mix.nodes(), kinder, busy);
  }

  /** Returns a mix without faults, for scenarios that bring their own. */
  static FaultMix calm() {
    return new FaultMix(
        new FaultMix.Network(MILLI / 2, MILLI / 2, 0, 0, 0, true),
        new FaultMix.Disk(MILLI / 2, MILLI / 2, 0, MUCH),
        new FaultMix.Nodes(0, 256, 4, 4096, RaftConfig.STANDARD),
        new FaultMix.Trouble(0, 300 * MILLI, 0, 0, 0, new FaultMix.Hunt(0, MILLI), false),
        new FaultMix.Load(0, 100 * MILLI, 0, false));
  }

  private static FaultMix.Network network(SplittableRandom random) {
    return new FaultMix.Network(
        MILLI / 4,
        pick(random, DELAY),
        pick(random, LOSS),
        pick(random, DUPLICATION),
        pick(random, REORDER),
        Chances.happens(random, 0.1));
  }

  private static FaultMix.Disk disk(SplittableRandom random) {
    return new FaultMix.Disk(
        MILLI / 10, pick(random, FORCE), pick(random, SURVIVAL), pick(random, BUFFERED));
  }

  private static FaultMix.Nodes nodes(SplittableRandom random) {
    return new FaultMix.Nodes(
        pick(random, DRIFT_PPM),
        pick(random, ENTRIES),
        pick(random, IN_FLIGHT),
        pick(random, PENDING),
        // Without pre-vote there are more elections, and so more to find in them.
        random.nextBoolean() ? RaftConfig.STANDARD : Set.of(RaftConfig.Feature.CHECK_QUORUM));
  }

  private static FaultMix.Trouble trouble(SplittableRandom random) {
    return new FaultMix.Trouble(
        pick(random, TROUBLE_GAP),
        pick(random, RESTART),
        pick(random, WEIGHT),
        pick(random, WEIGHT),
        pick(random, WEIGHT),
        new FaultMix.Hunt(pick(random, HUNTS), pick(random, LEADER_LIFE)),
        random.nextBoolean());
  }

  private static FaultMix.Load load(SplittableRandom random) {
    return new FaultMix.Load(
        2 + random.nextInt(2),
        pick(random, LOAD_GAP),
        pick(random, DATA_PERCENT),
        random.nextBoolean());
  }

  private static long pick(SplittableRandom random, long[] values) {
    return values[random.nextInt(values.length)];
  }

  private static int pick(SplittableRandom random, int[] values) {
    return values[random.nextInt(values.length)];
  }

  private static double pick(SplittableRandom random, double[] values) {
    return values[random.nextInt(values.length)];
  }
}
