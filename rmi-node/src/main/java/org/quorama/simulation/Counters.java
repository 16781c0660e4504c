package org.quorama.simulation;

import java.util.EnumMap;
import java.util.Map;

/** Counts what one run reached. */
final class Counters {
  private final long[] counts = new long[Sometimes.values().length];

  void count(Sometimes what) {
    counts[what.ordinal()]++;
  }

  Map<Sometimes, Long> all() {
    EnumMap<Sometimes, Long> all = new EnumMap<>(Sometimes.class);
    for (Sometimes what : Sometimes.values()) {
      all.put(what, counts[what.ordinal()]);
    }
    return all;
  }
}
