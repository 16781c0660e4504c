package org.quorama.simulation;

import java.util.EnumMap;
import java.util.Map;

/** Counts what one run reached. */
final class Counters {
  private final Map<Sometimes, Long> counts = new EnumMap<>(Sometimes.class);

  Counters() {
    for (Sometimes what : Sometimes.values()) {
      counts.put(what, 0L);
    }
  }

  void count(Sometimes what) {
    counts.merge(what, 1L, Long::sum);
  }

  Map<Sometimes, Long> all() {
    return counts;
  }
}
