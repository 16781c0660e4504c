package org.quorama.monitor.model.history;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps the few things that were used last, by position. Confined to its owner's lock. */
final class Recent<T> {
  private final int most;
  private final TreeMap<Long, T> byPosition = new TreeMap<>();
  private final LinkedHashMap<Long, Boolean> byUse = new LinkedHashMap<>(16, 0.75f, true);

  Recent(int most) {
    this.most = most;
  }

  void put(long position, T value) {
    byPosition.put(position, value);
    byUse.put(position, true);
    if (byUse.size() > most) {
      long oldest = byUse.keySet().iterator().next();
      byUse.remove(oldest);
      byPosition.remove(oldest);
    }
  }

  @Nullable T get(long position) {
    T found = byPosition.get(position);
    if (found != null) {
      byUse.get(position);
    }
    return found;
  }

  /** Returns the nearest at or before a position. */
  Map.@Nullable Entry<Long, T> floor(long position) {
    Map.Entry<Long, T> found = byPosition.floorEntry(position);
    if (found != null) {
      byUse.get(found.getKey());
    }
    return found;
  }

  void clear() {
    byPosition.clear();
    byUse.clear();
  }
}
