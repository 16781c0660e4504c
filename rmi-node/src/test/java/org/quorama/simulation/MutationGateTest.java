package org.quorama.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The measure of the simulator: every planted bug is found. {@code quorama sim --mutants --seeds N}
 * prints in how many seeds.
 */
class MutationGateTest {
  private static final Set<PlantedBug> SCRIPTED = EnumSet.noneOf(PlantedBug.class);

  @Test
  @DisplayName(
      "Every planted bug is found (R-01 R-02 R-03 R-05 R-06 R-08 R-10 R-12 R-13 R-16 R-20 R-21"
          + " RD-01 RD-02 S-02 S-03 SE-01)")
  void everyPlantedBugIsFound() {
    SimulationPlan plan = SimulationPlan.safety(1, Duration.ofSeconds(60));

    List<MutationGate.Row> rows = MutationGate.run(plan, 200, true, row -> {});

    assertThat(rows)
        .filteredOn(row -> !SCRIPTED.contains(row.bug()))
        .allMatch(MutationGate.Row::isCaught);
  }
}
