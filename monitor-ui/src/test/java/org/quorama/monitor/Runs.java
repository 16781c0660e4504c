package org.quorama.monitor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RoleName;
import org.quorama.simulation.SimulationPlan;
import org.quorama.simulation.SimulationReport;
import org.quorama.simulation.SimulationRun;
import org.quorama.trace.RaftSummary;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceEvent;

/** Traces of simulated clusters under faults, and one that breaks a rule. */
public final class Runs {
  private Runs() {}

  /**
   * Returns what five nodes told under faults; the same each time.
   *
   * @param seed decides what happens
   * @param virtual how long, on virtual time
   */
  public static List<TraceEvent> simulated(long seed, Duration virtual) {
    List<TraceEvent> events = new ArrayList<>();
    SimulationReport unused =
        new SimulationRun(SimulationPlan.safety(seed, virtual), events::add).run();
    return List.copyOf(events);
  }

  /** Returns the first file's run, and at its end a second leader of term 3. */
  public static List<TraceEvent> twoLeaders() {
    List<TraceEvent> events = new ArrayList<>(SampleTraces.firstFile());
    TraceEvent last = events.get(events.size() - 1);
    NodeId n4 = NodeId.of("n4");
    RaftSummary state = new RaftSummary(3, RoleName.LEADER, n4, n4, 5, 3, 4, 4, 0);
    events.add(
        new TraceEvent(
            n4,
            1,
            900,
            last.lamport() + 1,
            last.timeNanos(),
            state,
            new RaftTrace.BecameLeader(List.of(n4))));
    return List.copyOf(events);
  }
}
