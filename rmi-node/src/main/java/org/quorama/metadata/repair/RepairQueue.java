package org.quorama.metadata.repair;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;

/** The chunks that want more replicas, the most urgent first [GFS §4.3]. */
final class RepairQueue {
  private final TreeMap<Integer, TreeSet<ChunkId>> byUrgency = new TreeMap<>();
  private final Map<ChunkId, Integer> urgencies = new TreeMap<>();

  /** A chunk with its urgency: a lower number is more urgent. */
  record Place(ChunkId chunk, int urgency) {}

  /** Adds a chunk, or moves it; a lower number is more urgent. */
  void add(ChunkId chunk, int urgency) {
    remove(chunk);
    urgencies.put(chunk, urgency);
    byUrgency.computeIfAbsent(urgency, key -> new TreeSet<>()).add(chunk);
  }

  void remove(ChunkId chunk) {
    Integer urgency = urgencies.remove(chunk);
    TreeSet<ChunkId> chunks = urgency == null ? null : byUrgency.get(urgency);
    if (chunks != null) {
      chunks.remove(chunk);
      if (chunks.isEmpty()) {
        byUrgency.remove(urgency);
      }
    }
  }

  /** Takes the most urgent chunk, the least id first; null if there is none. */
  @Nullable Place poll() {
    if (byUrgency.isEmpty()) {
      return null;
    }
    var most = byUrgency.firstEntry();
    Place first = new Place(most.getValue().first(), most.getKey());
    remove(first.chunk());
    return first;
  }

  boolean isEmpty() {
    return urgencies.isEmpty();
  }

  int size() {
    return urgencies.size();
  }

  void clear() {
    byUrgency.clear();
    urgencies.clear();
  }
}
