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
 * prints in how many seeds; {@code -Dmutant.seeds=N} looks for the rare ones here as well.
 */
class MutationGateTest {
  private static final int SEEDS = Integer.getInteger("mutant.seeds", 60);

  /** Chance needs more seeds than a build has: {@link ScriptedMutantTest} and others have them. */
  private static final EnumSet<PlantedBug> RARE =
      EnumSet.of(
          PlantedBug.MEMBERSHIP_BEFORE_OWN_ENTRY,
          PlantedBug.STEPPED_DOWN_FORGETS_VOTE,
          PlantedBug.STALE_SNAPSHOT_INSTALLED,
          PlantedBug.SNAPSHOT_KEEPS_DIVERGENT_LOG,
          PlantedBug.LEASE_TOO_LONG,
          PlantedBug.EXPIRED_SESSION_RUNS_AGAIN);

  @Test
  @DisplayName(
      "Planted bugs are found (R-01 R-02 R-05 R-06 R-08 R-10 R-12 R-13 R-14 R-16 R-20 R-21 RD-01"
          + " RD-02 M-03 SE-01)")
  void plantedBugsAreFound() {
    Set<PlantedBug> wanted =
        SEEDS > 60 ? EnumSet.allOf(PlantedBug.class) : EnumSet.complementOf(RARE);
    SimulationPlan plan = SimulationPlan.safety(1, Duration.ofSeconds(60));

    List<MutationGate.Row> rows = MutationGate.run(plan, wanted, SEEDS, true, row -> {});

    assertThat(rows).hasSameSizeAs(wanted).allMatch(MutationGate.Row::isCaught);
  }
}
