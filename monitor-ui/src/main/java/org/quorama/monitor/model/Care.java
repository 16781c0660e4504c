package org.quorama.monitor.model;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.quorama.cluster.NodeId;

/**
 * How the leader cares for chunks as a whole. Immutable.
 *
 * @param judged true if the leader names every chunk that is not healthy: those that it does not
 *     name are healthy; false after an election until the safe mode is over
 * @param safeMode true while nothing is copied, trimmed or collected
 * @param known how many chunks have a known replica, when the safe mode was told last
 * @param total how many chunks there are, likewise
 * @param draining the nodes that are taken out of service or are out, with the word for it
 */
public record Care(
    boolean judged, boolean safeMode, long known, long total, Map<NodeId, String> draining)
    implements Serializable {
  /** Nothing was said. */
  static final Care UNKNOWN = new Care(false, false, 0, 0, Map.of());

  /** Copies the map. */
  public Care {
    draining = Collections.unmodifiableMap(new TreeMap<>(draining));
  }

  Care safeMode(boolean on, long nowKnown, long nowTotal) {
    return new Care(!on, on, nowKnown, nowTotal, draining);
  }

  Care judged(boolean now) {
    return new Care(now, safeMode, known, total, draining);
  }

  Care server(NodeId node, String state) {
    TreeMap<NodeId, String> now = new TreeMap<>(draining);
    if (state.startsWith("DRAIN")) {
      now.put(node, ChunkModel.word(state));
    } else {
      now.remove(node);
    }
    return new Care(judged, safeMode, known, total, now);
  }
}
