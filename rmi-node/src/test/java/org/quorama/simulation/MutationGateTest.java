package org.quorama.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The measure of the simulator: every planted bug is found, by chance or by its scenario. {@code
 * quorama sim --mutants --seeds N} prints in how many seeds; {@code -Dmutant.seeds=N} looks for the
 * rare ones by chance here as well.
 */
class MutationGateTest {
  private static final int USUAL = 60;
  private static final int SEEDS = Integer.getInteger("mutant.seeds", USUAL);

  @Test
  @DisplayName(
      "Planted bugs are found (R-01 R-02 R-03 R-05 R-06 R-08 R-10 R-12 R-13 R-14 R-16 R-20 R-21"
          + " RD-01 RD-02 RD-06 M-01 M-03 S-02 S-03 S-08 SE-01 SE-02 F-04 F-08 F-10 F-14 F-16 F-18"
          + " F-24)")
  void plantedBugsAreFound() {
    SimulationPlan plan = SimulationPlan.safety(1, Duration.ofSeconds(60));
    Set<PlantedBug> scripted = SEEDS > USUAL ? Set.of() : MutantScripts.bugs();
    EnumSet<PlantedBug> chanced = EnumSet.allOf(PlantedBug.class);
    chanced.removeAll(scripted);

    List<MutationGate.Row> rows = MutationGate.run(plan, chanced, SEEDS, true, row -> {});

    assertThat(rows).hasSameSizeAs(chanced).allMatch(MutationGate.Row::isCaught);
    assertThat(MutantScripts.bugs()).allMatch(MutantScripts::isCaught);
  }
}
