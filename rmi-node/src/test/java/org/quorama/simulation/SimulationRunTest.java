package org.quorama.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

  @Test
  @DisplayName("Mixed faults break no rule (CATALOGUE D.1)")
  void mixedFaultsBreakNoRule() {
    List<String> broken = new ArrayList<>();
    Map<Sometimes, Long> reached = new EnumMap<>(Sometimes.class);
    SimulationBatch.run(
        SimulationPlan.safety(FIRST, MINUTE),
        SEEDS,
        report -> {
          report.sometimes().forEach((what, count) -> reached.merge(what, count, Long::sum));
          if (!report.passed()) {
            broken.add(String.valueOf(report.violation()));
          }
        });

    assertThat(broken).isEmpty();
    assertThat(reached.values()).as("all of %s", reached).allMatch(count -> count > 0);
  }

  @Test
  @DisplayName(
      "When the faults stop, all nodes become equal and clients are served (CATALOGUE D.2)")
  void faultsStopAndTheClusterRecovers() {
    List<String> broken = new ArrayList<>();
    SimulationBatch.run(
        SimulationPlan.liveness(FIRST, Duration.ofSeconds(30)),
        Math.max(SEEDS / 3, 1),
        report -> {
          if (!report.passed()) {
            broken.add(String.valueOf(report.violation()));
          }
        });

    assertThat(broken).isEmpty();
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

  @ParameterizedTest
  @EnumSource(PlantedBug.class)
  @DisplayName("Planted bugs are found (R-01, R-02, R-20)")
  void plantedBugsAreFound(PlantedBug bug) {
    SimulationPlan plan = SimulationPlan.safety(1, MINUTE);
    List<SimulationReport> reports =
        SimulationBatch.run(plan.with(Set.of(bug), plan.depth()), 8, report -> {});

    assertThat(reports).anyMatch(report -> !report.passed());
    assertThat(reports)
        .filteredOn(report -> !report.passed())
        .allMatch(report -> String.valueOf(report.violation()).contains("quorama sim --seed"));
  }

  @ParameterizedTest
  @EnumSource(PlantedBug.class)
  @DisplayName("Planted bugs are found by what a user could see, too (CATALOGUE I)")
  void plantedBugsHaveConsequences(PlantedBug bug) {
    boolean rare = bug == PlantedBug.COMMIT_OLD_TERM_BY_COUNTING;
    assumeTrue(!rare || SEEDS >= 1000, "needs about 150 seeds a hit: use -Dseeds=1000");
    SimulationPlan plan =
        SimulationPlan.safety(1, MINUTE).with(Set.of(bug), SimulationPlan.Depth.CONSEQUENCES);

    assertThat(SimulationBatch.run(plan, rare ? SEEDS : 30, report -> {}))
        .anyMatch(report -> !report.passed());
  }
}
