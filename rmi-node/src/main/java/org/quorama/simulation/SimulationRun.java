package org.quorama.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quorama.protocol.InvariantViolation;
import org.quorama.simulation.fault.Chances;
import org.quorama.simulation.fault.FaultEvent;
import org.quorama.simulation.fault.FaultMix;
import org.quorama.simulation.fault.Swarm;
import org.quorama.trace.TraceEvent;

/** One run: five nodes, their clients and their troubles, decided by a seed. Runs once. */
public final class SimulationRun {
  private final SimulationPlan plan;
  private final SimulatedCluster cluster;
  private final Workload workload;

  /** What is broken on purpose, null if the nemesis decides. */
  private final @Nullable List<FaultEvent> faults;

  /**
   * Prepares a run.
   *
   * @param plan what to run; if it has a part of the faults only, the seed is run once before to
   *     learn what they are
   * @param sink gets the trace of all nodes, null if nobody wants it
   */
  public SimulationRun(SimulationPlan plan, @Nullable Consumer<TraceEvent> sink) {
    this(plan, faultsOf(plan), sink);
  }

  /** Prepares a run with these faults, null if the nemesis decides. */
  SimulationRun(
      SimulationPlan plan, @Nullable List<FaultEvent> faults, @Nullable Consumer<TraceEvent> sink) {
    this.plan = plan;
    this.faults = faults;
    FaultMix mix = Swarm.draw(Chances.ofSeed(plan.seed()).mix());
    boolean recovers = plan.kind() == SimulationPlan.Kind.LIVENESS;
    this.cluster = new SimulatedCluster(plan, recovers ? mix.recoverable() : mix, sink);
    this.workload = new Workload(cluster.world(), cluster.rules(), cluster.checker());
  }

  private static @Nullable List<FaultEvent> faultsOf(SimulationPlan plan) {
    List<Integer> only = plan.only();
    if (only == null) {
      return null;
    }
    SimulationRun first = new SimulationRun(plan.withOnly(null), null, null);
    SimulationReport unused = first.run();
    return first.cluster.faults().stream().filter(event -> only.contains(event.number())).toList();
  }

  /**
   * Runs five nodes with faults to the end.
   *
   * @param seed decides everything else
   * @param virtual how long, on virtual time
   * @param bugs what is broken on purpose
   */
  public static SimulationReport run(long seed, Duration virtual, Set<PlantedBug> bugs) {
    SimulationPlan plan = SimulationPlan.safety(seed, virtual);
    return new SimulationRun(plan.with(bugs, plan.depth()), null).run();
  }

  /** Runs to the end or to the first broken rule, and says what became of it. */
  public SimulationReport run() {
    String violation = null;
    try {
      workload.start();
      cluster.unleash(faults);
      if (plan.kind() == SimulationPlan.Kind.LIVENESS) {
        new Recovery(cluster, workload).run(plan.virtual());
      } else {
        cluster.run(plan.virtual());
      }
      cluster.checker().ended();
    } catch (InvariantViolation broken) {
      violation = withReplay(broken.getMessage());
    } catch (RuntimeException | AssertionError crashed) {
      violation = withReplay("A core failed: " + crashed + " at " + firstFrame(crashed));
    }
    return report(violation);
  }

  private SimulationReport report(@Nullable String violation) {
    World world = cluster.world();
    return new SimulationReport(
        plan,
        violation,
        world.schedule().now(),
        world.schedule().handled(),
        world.hash().value(),
        world.counters().all(),
        violation == null ? List.of() : cluster.faults());
  }

  private static String firstFrame(Throwable crashed) {
    StackTraceElement[] frames = crashed.getStackTrace();
    return frames.length == 0 ? "an unknown place" : frames[0].toString();
  }

  private String withReplay(@Nullable String message) {
    String known = String.valueOf(message);
    return known.contains("replay with") ? known : cluster.rules().worded(known);
  }
}
