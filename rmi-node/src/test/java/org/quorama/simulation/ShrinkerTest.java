package org.quorama.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.simulation.SimulationPlan.Depth;

/** A failing run becomes small, and what is printed replays it. */
class ShrinkerTest {
  private static final SimulationPlan BROKEN =
      SimulationPlan.safety(1, Duration.ofSeconds(30))
          .with(Set.of(PlantedBug.VOTE_NOT_DURABLE), Depth.CONSEQUENCES);

  private final List<String> progress = new ArrayList<>();

  @Test
  @DisplayName("A failing run is cut down to the few faults that it needs (CATALOGUE F.2)")
  void failingRunIsCutDown() {
    SimulationReport failing = SimulationBatch.run(BROKEN, 60, report -> {}).get(0);

    Shrinker.Shrunk shrunk = Shrinker.shrink(failing, Duration.ofSeconds(20), progress::add);

    assertThat(shrunk.report().rule()).isEqualTo(failing.rule());
    assertThat(shrunk.faults()).hasSizeLessThan(failing.faults().size() / 2 + 1);
    assertThat(progress).isNotEmpty().last().asString().contains("suffice to break");
    assertThat(shrunk.report().plan().command()).contains(" --only ");

    SimulationReport replayed = new SimulationRun(shrunk.report().plan(), null).run();
    assertThat(replayed).isEqualTo(shrunk.report());
  }

  @Test
  void allFaultsOfASeedReplayTheSameRun() {
    SimulationReport failing = SimulationBatch.run(BROKEN, 60, report -> {}).get(0);
    List<Integer> all = failing.faults().stream().map(fault -> fault.number()).toList();

    SimulationReport replayed = new SimulationRun(failing.plan().withOnly(all), null).run();

    assertThat(replayed.traceHash()).isEqualTo(failing.traceHash());
    assertThat(replayed.rule()).isEqualTo(failing.rule());
  }
}
