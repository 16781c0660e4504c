package org.quorama.simulation;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of one run. Immutable.
 *
 * @param plan what was run
 * @param violation the broken rule with the nodes, the virtual time and the command that replays
 *     it; null if every rule was kept
 * @param events how many events happened
 * @param traceHash of all steps of all nodes: equal for equal runs
 * @param sometimes what was reached, and how often
 */
public record SimulationReport(
    SimulationPlan plan,
    @Nullable String violation,
    long events,
    long traceHash,
    Map<Sometimes, Long> sometimes) {
  /** Copies the map, in the order of its keys. */
  public SimulationReport {
    EnumMap<Sometimes, Long> copy = new EnumMap<>(Sometimes.class);
    copy.putAll(sometimes);
    sometimes = Collections.unmodifiableMap(copy);
  }

  /** Tells whether every rule was kept. */
  public boolean passed() {
    return violation == null;
  }

  /**
   * Returns how often something was reached.
   *
   * @param what which
   */
  public long count(Sometimes what) {
    return sometimes.getOrDefault(what, 0L);
  }
}
