package org.quorama.tla;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.quorama.cluster.NodeId;
import org.quorama.simulation.PlantedBug;
import org.quorama.simulation.SimulationPlan;
import org.quorama.simulation.SimulationRun;
import org.quorama.simulation.fault.Chances;
import org.quorama.simulation.fault.Swarm;
import org.quorama.trace.MergedTrace;
import org.quorama.trace.TraceEvent;

/** Traces of simulated runs of five nodes with faults. */
final class SimulatedTrace {
  static final List<NodeId> MEMBERS =
      IntStream.rangeClosed(1, 5).mapToObj(i -> NodeId.of("n" + i)).toList();
  private static final Duration LENGTH = Duration.ofSeconds(20);
  private static final int WINDOW = 5_000;

  private SimulatedTrace() {}

  /** Returns the nodes that vote when a run starts: the swarm decides how many do. */
  static List<NodeId> votersOf(long seed) {
    return MEMBERS.subList(0, Swarm.draw(Chances.ofSeed(seed).mix()).nodes().voters());
  }

  /** Returns the whole trace of a run, in causal order. */
  static List<TraceEvent> of(long seed, Set<PlantedBug> bugs) {
    List<TraceEvent> events = new ArrayList<>();
    SimulationPlan plan = SimulationPlan.safety(seed, LENGTH);
    // The run itself must not stop where its own checkers see a cause.
    plan = plan.with(bugs, SimulationPlan.Depth.CONSEQUENCES);
    new SimulationRun(plan, events::add).run();
    return MergedTrace.complete(events);
  }

  /** Returns the beginning of an honest run. */
  static List<TraceEvent> windowOf(long seed) {
    List<TraceEvent> trace = of(seed, Set.of());
    return trace.subList(0, Math.min(WINDOW, trace.size()));
  }
}
