package org.quorama.simulation.check;

import java.util.EnumMap;
import java.util.Map;
import org.quorama.simulation.SimulationReport.Sometimes;

/** Counts what one run reached. Confined to the thread of the run. */
public final class Counters {
  private final Map<Sometimes, Long> counts = new EnumMap<>(Sometimes.class);

  /** Makes counters at zero. */
  public Counters() {
    for (Sometimes what : Sometimes.values()) {
      counts.put(what, 0L);
    }
  }

  /**
   * Counts one more.
   *
   * @param what was reached
   */
  public void count(Sometimes what) {
    counts.merge(what, 1L, Long::sum);
  }

  /** Returns how often each was reached. */
  public Map<Sometimes, Long> all() {
    return counts;
  }
}
