package org.quorama.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.simulation.SimulationReport.Sometimes;
import org.quorama.trace.TraceEvent;

/**
 * Runs a few seeds in the build, and as many as are asked for: {@code mvn -pl rmi-node -am test
 * -Dtest='SimulationRunTest#mixedFaultsBreakNoRule' -Dsurefire.failIfNoSpecifiedTests=false
 * -Dseeds=1000} runs 1,000 minutes of virtual time; {@code -Dseed=S} starts at another seed. The
 * command {@code quorama sim --runs 1000} does the same without a build.
 */
class SimulationRunTest {
  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final int SEEDS = Integer.getInteger("seeds", 60);
  private static final long FIRST = Long.getLong("seed", 1);

  /** Too rare for the few seeds of a build. */
  private static final Set<Sometimes> RARE =
      EnumSet.of(
          Sometimes.SNAPSHOT_OVER_DIVERGENT_LOG, Sometimes.DATA_GONE, Sometimes.STALE_READ_REFUSED);

  @Test
  @DisplayName("Mixed faults break no rule, and reach what they should (CATALOGUE D.1, F.2)")
  void mixedFaultsBreakNoRule() {
    Map<Sometimes, Long> reached = new EnumMap<>(Sometimes.class);
    List<SimulationReport> failing =
        SimulationBatch.run(
            SimulationPlan.safety(FIRST, MINUTE),
            SEEDS,
            report ->
                report.sometimes().forEach((what, count) -> reached.merge(what, count, Long::sum)));

    assertThat(failing).extracting(SimulationReport::violation).isEmpty();
    assertThat(reached.entrySet())
        .filteredOn(entry -> !RARE.contains(entry.getKey()))
        .allMatch(entry -> entry.getValue() > 0);
  }

  @Test
  @DisplayName(
      "When the faults stop, all nodes become equal and clients are served (CATALOGUE D.2)")
  void faultsStopAndTheClusterRecovers() {
    SimulationPlan plan = SimulationPlan.liveness(FIRST, MINUTE);

    assertThat(SimulationBatch.run(plan, Math.max(SEEDS / 3, 1), report -> {}))
        .extracting(SimulationReport::violation)
        .isEmpty();
  }

  @Test
  void sameSeedGivesTheSameRun() {
    SimulationReport first = SimulationRun.run(42, MINUTE, Set.of());
    SimulationReport second = SimulationRun.run(42, MINUTE, Set.of());
    SimulationReport other = SimulationRun.run(43, MINUTE, Set.of());

    assertThat(second).isEqualTo(first);
    assertThat(other.traceHash()).isNotEqualTo(first.traceHash());
  }

  @Test
  void writingATraceDoesNotChangeTheRun() {
    SimulationPlan plan = SimulationPlan.safety(7, Duration.ofSeconds(10));
    List<TraceEvent> trace = new ArrayList<>();

    SimulationReport traced = new SimulationRun(plan, trace::add).run();

    assertThat(traced).isEqualTo(new SimulationRun(plan, null).run());
    assertThat(trace).isNotEmpty();
    assertThat(trace).extracting(TraceEvent::timeNanos).isSorted();
  }

  @Test
  @DisplayName("Planted bugs are found by what a user could see, too (CATALOGUE I)")
  void plantedBugsHaveConsequences() {
    for (PlantedBug bug : List.of(PlantedBug.VOTE_NOT_DURABLE, PlantedBug.ACK_BEFORE_FSYNC)) {
      SimulationPlan plan =
          SimulationPlan.safety(1, MINUTE).with(Set.of(bug), SimulationPlan.Depth.CONSEQUENCES);
      assertThat(SimulationBatch.run(plan, 30, report -> {})).as(bug.word()).isNotEmpty();
    }
  }
}
