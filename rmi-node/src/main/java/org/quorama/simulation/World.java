package org.quorama.simulation;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.simulation.SimulationReport.Sometimes;
import org.quorama.trace.TraceEvent;

/**
 * What all nodes and clients of one run share.
 *
 * @param plan what is run
 * @param mix which faults there are
 * @param schedule virtual time
 * @param network between nodes and clients
 * @param chances of each concern
 * @param counters what was reached
 * @param hash of all steps
 * @param nodes the ids of the nodes, in order
 * @param peers the nodes, in the order of their ids; filled once
 * @param sink where the trace goes, null if nobody wants it
 */
record World(
    SimulationPlan plan,
    FaultMix mix,
    Schedule schedule,
    SimulatedNetwork network,
    Chances chances,
    Counters counters,
    TraceHash hash,
    List<NodeId> nodes,
    List<SimulatedNode> peers,
    @Nullable Consumer<TraceEvent> sink) {
  int indexOf(NodeId node) {
    return nodes.indexOf(node);
  }

  /**
   * The chance of one run, split by concern, so that one more draw in one does not change the
   * others.
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

  /** Counts what one run reached. */
  static final class Counters {
    private final Map<Sometimes, Long> counts = new EnumMap<>(Sometimes.class);

    Counters() {
      for (Sometimes what : Sometimes.values()) {
        counts.put(what, 0L);
      }
    }

    void count(Sometimes what) {
      counts.merge(what, 1L, Long::sum);
    }

    Map<Sometimes, Long> all() {
      return counts;
    }
  }

  /** Folds what happens into one number, so that two runs can be compared. */
  static final class TraceHash {
    private static final long PRIME = 0x100000001b3L;

    private long hash = 0xcbf29ce484222325L;

    void add(long value) {
      long mixed = (hash ^ value) * PRIME;
      hash = mixed ^ (mixed >>> 29);
    }

    long value() {
      return hash;
    }
  }
}
