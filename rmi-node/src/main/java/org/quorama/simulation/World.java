package org.quorama.simulation;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.simulation.check.Counters;
import org.quorama.simulation.fault.Chances;
import org.quorama.simulation.fault.FaultMix;
import org.quorama.simulation.lab.LabTime;
import org.quorama.simulation.time.Schedule;
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
 * @param lab how time passes if a lab says so, null if none does
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
    @Nullable Consumer<TraceEvent> sink,
    @Nullable LabTime lab) {
  int indexOf(NodeId node) {
    return nodes.indexOf(node);
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
