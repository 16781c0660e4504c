package org.quorama.simulation;

import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.protocol.InvariantViolation;
import org.quorama.raft.RaftStatus;
import org.quorama.simulation.Rules.Rule;
import org.quorama.simulation.World.Chances;
import org.quorama.trace.TraceEvent;

/** One run: five nodes, their clients and their troubles, decided by a seed. Runs once. */
public final class SimulationRun {
  /** How long a cluster without faults may take until all nodes are equal. */
  private static final Duration SETTLING = Duration.ofSeconds(10);

  private static final Duration SERVING = Duration.ofSeconds(2);

  private final SimulationPlan plan;
  private final SimulatedCluster cluster;
  private final Workload workload;

  /**
   * Prepares a run.
   *
   * @param plan what to run
   * @param sink gets the trace of all nodes, null if nobody wants it
   */
  public SimulationRun(SimulationPlan plan, @Nullable Consumer<TraceEvent> sink) {
    this.plan = plan;
    FaultMix mix = Swarm.draw(Chances.ofSeed(plan.seed()).mix());
    this.cluster = new SimulatedCluster(plan, mix, sink);
    this.workload = new Workload(cluster.world(), cluster.rules());
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
      if (plan.kind() == SimulationPlan.Kind.LIVENESS) {
        runLiveness();
      } else {
        begin();
        cluster.run(plan.virtual());
      }
    } catch (InvariantViolation broken) {
      violation = withReplay(broken.getMessage());
    } catch (RuntimeException crashed) {
      violation = withReplay("A core failed: " + crashed + " at " + firstFrame(crashed));
    }
    World world = cluster.world();
    return new SimulationReport(
        plan, violation, world.schedule().handled(), world.hash().value(), world.counters().all());
  }

  private static String firstFrame(RuntimeException crashed) {
    StackTraceElement[] frames = crashed.getStackTrace();
    return frames.length == 0 ? "an unknown place" : frames[0].toString();
  }

  private String withReplay(@Nullable String message) {
    String known = String.valueOf(message);
    return known.contains("replay with") ? known : cluster.rules().worded(known);
  }

  private void begin() {
    workload.start();
    cluster.unleash();
  }

  private void runLiveness() {
    begin();
    cluster.run(plan.virtual().minus(SETTLING).minus(SERVING));
    cluster.calm();
    workload.stop();
    require(cluster.runUntil(this::isSettled, SETTLING), "the nodes are not equal after 10 s");
    boolean[] served = new boolean[1];
    FilePath path = FilePath.ROOT.resolve("probe");
    workload
        .lastClient()
        .perform(new FileOperation.MakeDirectory(path), result -> served[0] = result.isOk());
    require(cluster.runUntil(() -> served[0], SERVING), "no client is served within 2 s");
  }

  /** Tells whether there is one leader, whom all follow, and all logs and states are equal. */
  private boolean isSettled() {
    int leader = cluster.leader();
    if (leader < 0) {
      return false;
    }
    RaftStatus first = cluster.node(leader).status();
    long digest = cluster.node(leader).digest();
    for (int i = 0; i < cluster.size(); i++) {
      RaftStatus status = cluster.node(i).status();
      boolean equal =
          first != null
              && status != null
              && status.hardState().currentTerm() == first.hardState().currentTerm()
              && cluster.world().nodes().get(leader).equals(status.leaderId())
              && status.log().equals(first.log())
              && first.log().lastApplied() == first.log().last().index()
              && cluster.node(i).digest() == digest;
      if (!equal) {
        return false;
      }
    }
    return true;
  }

  private void require(boolean holds, String what) {
    if (!holds && !cluster.isExhausted()) {
      throw cluster.rules().broken(Rule.PROGRESS, "%s", what);
    }
  }
}
