package org.quorama.trace;

import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers the latest of what it is told, so that a long run does not fill the memory. */
final class Bounded<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;

  private final int most;

  Bounded(int most) {
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
