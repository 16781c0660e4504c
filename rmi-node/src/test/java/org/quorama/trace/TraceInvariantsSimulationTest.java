package org.quorama.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quorama.simulation.SimulationPlan;
import org.quorama.simulation.SimulationRun;

/** No false alarm: runs with faults that break no rule, told in the order a live feed may tell. */
class TraceInvariantsSimulationTest {
  private static final long BATCH_NANOS = 2_000_000_000L;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void anHonestRunIsNeverAccused(long seed) {
    List<TraceEvent> events = new ArrayList<>();
    new SimulationRun(SimulationPlan.safety(seed, Duration.ofSeconds(40)), events::add).run();

    assertThat(told(events).violations()).isEmpty();
    assertThat(told(inBatches(events)).violations()).isEmpty();
    assertThat(told(withGaps(inBatches(events))).violations()).isEmpty();
  }

  @Test
  void everyRuleHasSomethingToLookAt() {
    TraceInvariants invariants = new TraceInvariants();
    for (long seed = 1; seed <= 4; seed++) {
      SimulationPlan plan = SimulationPlan.safety(seed, Duration.ofSeconds(40));
      new SimulationRun(plan, invariants::observe).run();
    }
    for (TraceInvariants.Rule rule : TraceInvariants.Rule.values()) {
      assertThat(invariants.looked(rule)).as(rule.word()).isPositive();
    }
  }

  private static TraceInvariants told(List<TraceEvent> events) {
    TraceInvariants invariants = new TraceInvariants();
    events.forEach(invariants::observe);
    return invariants;
  }

  /** Two seconds of one node, then those of the next, the last node first. */
  private static List<TraceEvent> inBatches(List<TraceEvent> events) {
    Comparator<TraceEvent> byBatch =
        Comparator.comparingLong(event -> event.timeNanos() / BATCH_NANOS);
    return events.stream()
        .sorted(byBatch.thenComparing(TraceEvent::node, Comparator.reverseOrder()))
        .toList();
  }

  /** A slow reader loses what a node's ring has no room for. */
  private static List<TraceEvent> withGaps(List<TraceEvent> events) {
    return events.stream().filter(event -> event.seq() / 200 % 3 != 1).toList();
  }
}
