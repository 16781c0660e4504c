package org.quorama.simulation;

import java.util.Set;
import org.quorama.raft.RaftConfig.Feature;

/**
 * Which faults one run has, and how often. All times in nanoseconds, all rates as probabilities.
 *
 * @param network of messages
 * @param disk of forced writes
 * @param nodes of processes and clocks
 * @param nemesis of the one who breaks things on purpose
 * @param load what clients do
 */
record FaultMix(Network network, Disk disk, Nodes nodes, Trouble nemesis, Load load) {
  record Network(
      long minDelay,
      long meanDelay,
      double loss,
      double duplication,
      double reorder,
      boolean serialised) {
    /** A quick network without faults. */
    Network calm() {
      return new Network(500_000, 500_000, 0, 0, 0, serialised);
    }
  }

  /** On a crash some unforced writes may survive, the oldest first. Pushed data is bounded. */
  record Disk(long minForce, long meanForce, double survival, int buffered) {}

  record Nodes(
      int driftPpm, int entriesPerMessage, int inFlight, int pending, Set<Feature> features) {}

  /** Weights are relative; a gap of 0 means that nothing is broken on purpose. */
  record Trouble(
      long meanGap,
      long meanRestart,
      int crashWeight,
      int cutWeight,
      int pauseWeight,
      Hunt hunt,
      boolean allMayBeDown) {}

  /** How many new leaders are hunted, and how long they live on average. */
  record Hunt(double probability, long meanLife) {}

  /** How much is done, how much of it with file data, and whether all write one file. */
  record Load(int clients, long meanGap, int dataPercent, boolean oneFile) {}
}
