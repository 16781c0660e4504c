package org.quorama.simulation.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.quorama.raft.RaftConfig;

/**
 * Draws a mix of faults for a seed from coarse sets. Few faults at strong rates find more than all
 * faults at mild ones, so each is absent from many seeds.
 */
public final class Swarm {
  private static final long MILLI = 1_000_000;
  private static final double[] LOSS = {0, 0, 0.005, 0.02, 0.1, 0.3};
  private static final double[] DUPLICATION = {0, 0, 0.02, 0.2};
  private static final double[] REORDER = {0, 0, 0.05, 0.3};
  private static final long[] DELAY = {
    MILLI, 2 * MILLI, 4 * MILLI, 20 * MILLI, 80 * MILLI, 200 * MILLI
  };
  private static final long[] FORCE = {MILLI / 2, MILLI, 5 * MILLI, 30 * MILLI, 150 * MILLI};
  private static final double[] SURVIVAL = {0, 0.5, 1};
  private static final int[] DRIFT_PPM = {0, 0, 1_000, 50_000};
  private static final int[] ENTRIES = {1, 1, 2, 256};
  private static final int[] MESSAGE_BYTES = {1, 200, 1 << 16, 1 << 16};
  private static final int[] IN_FLIGHT = {1, 2, 4};
  private static final int[] PENDING = {8, 4096, 4096};
  private static final int[] ELECTION_MILLIS = {150, 300, 300};
  private static final int[] ELECTION_RANGE_MILLIS = {50, 300, 300};
  private static final int[] EVERY_ENTRIES = {3, 20, 100, 10_000, 10_000};
  private static final int[] KEPT_ENTRIES = {0, 0, 3, 50};
  private static final int[] PIECE_BYTES = {100, 1_000, 1 << 16};

  /** Without pre-vote there are more elections, and so more to find in them. */
  private static final double PRE_VOTE = 0.5;

  private static final double CHECK_QUORUM = 0.75;
  private static final double LEASE_READS = 0.4;
  private static final double MAJORITY_FIRST = 0.5;
  private static final double RARELY = 0.1;
  private static final int HEARTBEATS = 5;
  private static final long[] TROUBLE_GAP = {
    100 * MILLI, 500 * MILLI, 1_500 * MILLI, 3_000 * MILLI
  };
  private static final long KIND_GAP = 1_000 * MILLI;
  private static final long[] RESTART = {20 * MILLI, 300 * MILLI, 2_000 * MILLI};
  private static final int[] WEIGHT = {0, 1, 2, 8};
  private static final int[] SELDOM = {0, 0, 1, 2};
  private static final long[] LEADER_LIFE = {10 * MILLI, 40 * MILLI, 150 * MILLI};
  private static final double[] HUNTS = {0, 0.3, 0.9, 1};
  private static final long[] LOAD_GAP = {50 * MILLI, 150 * MILLI, 400 * MILLI};
  private static final int[] CLIENTS = {2, 3, 3, 8};
  private static final int[] DATA_PERCENT = {0, 0, 30, 90, 90};
  private static final double[] STALL = {0, 0, 0, 0, 0.2};
  private static final int MOSTLY = 50;
  private static final int[] BUFFERED = {2, 64, 64};
  private static final int MUCH = 64;
  private static final int FIVE = 5;
  private static final int[] VOTERS = {FIVE, FIVE, FIVE, 4, 3};

  private static final List<Attack> CRASHES =
      List.of(
          Attack.CRASH,
          Attack.CRASH,
          Attack.CRASH_IN_STEP,
          Attack.CRASH_IN_STEP,
          Attack.CRASH_AFTER_FORCE,
          Attack.STORM);
  private static final List<Attack> CUTS =
      List.of(Attack.CUT, Attack.CUT, Attack.CUT, Attack.CUT, Attack.ISOLATE_LEADER, Attack.HEAL);
  private static final List<Attack> PAUSES = List.of(Attack.PAUSE, Attack.PAUSE_LEADER);
  private static final List<Attack> DISKS = List.of(Attack.SLOW_DISK, Attack.BROKEN_DISK);
  private static final List<Attack> CLOCKS = List.of(Attack.CLOCK);
  private static final List<Attack> ADMIN =
      List.of(Attack.MEMBERSHIP, Attack.MEMBERSHIP, Attack.TRANSFER, Attack.SNAPSHOT);

  private static final List<Attack> FLIPS = List.of(Attack.FLIP_BLOCK);

  private static final List<List<FaultMix.Work>> WORKS =
      List.of(
          List.of(FaultMix.Work.RECORDS),
          List.of(FaultMix.Work.APPENDS),
          List.of(FaultMix.Work.FILES),
          List.of(FaultMix.Work.FILES, FaultMix.Work.APPENDS),
          List.of(FaultMix.Work.values()));

  private Swarm() {}

  /**
   * Draws a mix.
   *
   * @param random the chance of the mix
   */
  public static FaultMix draw(SplittableRandom random) {
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
            trouble.attacks(),
            new FaultMix.Hunt(0, MILLI),
            false);
    FaultMix.Load load = mix.load();
    FaultMix.Load busy =
        new FaultMix.Load(
            load.clients(),
            LOAD_GAP[0],
            load.dataPercent(),
            load.oneFile(),
            load.stall(),
            load.works());
    return new FaultMix(mix.network(), mix.disk(), mix.nodes(), kinder, busy);
  }

  /** Returns a mix without faults, for scenarios that bring their own. */
  public static FaultMix calm() {
    return new FaultMix(
        new FaultMix.Network(MILLI / 2, MILLI / 2, 0, 0, 0, true),
        new FaultMix.Disk(MILLI / 2, MILLI / 2, 0, MUCH),
        new FaultMix.Nodes(
            0,
            FIVE,
            timing(300, 300),
            RaftConfig.STANDARD,
            new RaftConfig.Limits(256, 1 << 16, 4, 4096),
            RaftConfig.Snapshots.defaults()),
        new FaultMix.Trouble(0, 300 * MILLI, List.of(), new FaultMix.Hunt(0, MILLI), false),
        new FaultMix.Load(0, 100 * MILLI, 0, false, 0, WORKS.get(0)));
  }

  private static FaultMix.Network network(SplittableRandom random) {
    return new FaultMix.Network(
        MILLI / 4,
        pick(random, DELAY),
        pick(random, LOSS),
        pick(random, DUPLICATION),
        pick(random, REORDER),
        Chances.happens(random, RARELY));
  }

  private static FaultMix.Disk disk(SplittableRandom random) {
    return new FaultMix.Disk(
        MILLI / 10, pick(random, FORCE), pick(random, SURVIVAL), pick(random, BUFFERED));
  }

  private static FaultMix.Nodes nodes(SplittableRandom random) {
    return new FaultMix.Nodes(
        pick(random, DRIFT_PPM),
        pick(random, VOTERS),
        timing(pick(random, ELECTION_MILLIS), pick(random, ELECTION_RANGE_MILLIS)),
        features(random),
        new RaftConfig.Limits(
            pick(random, ENTRIES),
            pick(random, MESSAGE_BYTES),
            pick(random, IN_FLIGHT),
            pick(random, PENDING)),
        new RaftConfig.Snapshots(
            pick(random, EVERY_ENTRIES), pick(random, KEPT_ENTRIES), pick(random, PIECE_BYTES)));
  }

  private static RaftConfig.Timing timing(long leastMillis, long rangeMillis) {
    Duration least = Duration.ofMillis(leastMillis);
    return RaftConfig.Timing.of(least, least.plusMillis(rangeMillis), least.dividedBy(HEARTBEATS));
  }

  private static Set<RaftConfig.Feature> features(SplittableRandom random) {
    EnumSet<RaftConfig.Feature> features = EnumSet.noneOf(RaftConfig.Feature.class);
    add(random, features, RaftConfig.Feature.PRE_VOTE, PRE_VOTE);
    add(random, features, RaftConfig.Feature.CHECK_QUORUM, CHECK_QUORUM);
    add(random, features, RaftConfig.Feature.LEASE_READS, LEASE_READS);
    add(random, features, RaftConfig.Feature.MAJORITY_FIRST, MAJORITY_FIRST);
    return features;
  }

  private static void add(
      SplittableRandom random,
      Set<RaftConfig.Feature> features,
      RaftConfig.Feature feature,
      double probability) {
    if (Chances.happens(random, probability)) {
      features.add(feature);
    }
  }

  private static FaultMix.Trouble trouble(SplittableRandom random) {
    ArrayList<Attack> attacks = new ArrayList<>();
    add(attacks, CRASHES, pick(random, WEIGHT));
    add(attacks, CUTS, pick(random, WEIGHT));
    add(attacks, PAUSES, 2 * pick(random, WEIGHT));
    add(attacks, DISKS, pick(random, SELDOM));
    add(attacks, CLOCKS, pick(random, SELDOM));
    add(attacks, ADMIN, pick(random, WEIGHT));
    add(attacks, FLIPS, pick(random, WEIGHT));
    return new FaultMix.Trouble(
        pick(random, TROUBLE_GAP),
        pick(random, RESTART),
        attacks,
        new FaultMix.Hunt(pick(random, HUNTS), pick(random, LEADER_LIFE)),
        random.nextBoolean());
  }

  private static void add(List<Attack> attacks, List<Attack> group, int weight) {
    for (int i = 0; i < weight; i++) {
      attacks.addAll(group);
    }
  }

  private static FaultMix.Load load(SplittableRandom random) {
    return new FaultMix.Load(
        pick(random, CLIENTS),
        pick(random, LOAD_GAP),
        pick(random, DATA_PERCENT),
        random.nextBoolean(),
        pick(random, STALL),
        WORKS.get(random.nextInt(WORKS.size())));
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
