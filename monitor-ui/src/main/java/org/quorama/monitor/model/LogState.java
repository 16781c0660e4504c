package org.quorama.monitor.model;

import java.io.Serializable;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What is known of one node's log beside its entries. Immutable.
 *
 * @param durableUpTo the last index that is durable here
 * @param overwritten the entries that were in this log and are no more, the last at each index; the
 *     newest {@value #MAX_OVERWRITTEN}
 * @param digest of the state after the last entry that was applied, 0 if not told
 */
public record LogState(long durableUpTo, NavigableMap<Long, LogCell> overwritten, long digest)
    implements Serializable {
  /** How many entries that are no more are kept. */
  public static final int MAX_OVERWRITTEN = 32;

  /** An empty log. */
  static final LogState NOTHING = new LogState(0, new TreeMap<>(), 0);

  /** Makes the map read-only; the makers in this package never share it. */
  public LogState {
    overwritten = Collections.unmodifiableNavigableMap(overwritten);
  }

  LogState durable(long upTo) {
    return new LogState(upTo, overwritten, digest);
  }

  LogState applied(long now) {
    return new LogState(durableUpTo, overwritten, now);
  }

  /** These entries are in the log no more. */
  LogState without(NavigableMap<Long, LogCell> gone) {
    if (gone.isEmpty()) {
      return this;
    }
    TreeMap<Long, LogCell> more = new TreeMap<>(overwritten);
    more.putAll(gone);
    while (more.size() > MAX_OVERWRITTEN) {
      more.pollFirstEntry();
    }
    return new LogState(durableUpTo, more, digest);
  }
}
