package org.quorama.monitor.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;

/**
 * What the trace says of one chunk: what the master decided, and what each replica holds.
 * Immutable.
 *
 * @param id its id in text form
 * @param path the file, empty if not seen
 * @param index which chunk of the file, from 0
 * @param version the master's current version, 0 before the first lease
 * @param replicas where the master placed it, or knows it to be
 * @param primary who got the last lease, null if it gave it back
 * @param lease how long the lease lasts
 * @param held the version that each node said it holds
 */
public record ChunkModel(
    String id,
    String path,
    int index,
    long version,
    List<NodeId> replicas,
    @Nullable NodeId primary,
    Deadline lease,
    Map<NodeId, Long> held) {
  /** Copies list and map. */
  public ChunkModel {
    replicas = List.copyOf(replicas);
    held = Collections.unmodifiableMap(new TreeMap<>(held));
  }

  static ChunkModel unknown(String id) {
    return new ChunkModel(id, "", 0, 0, List.of(), null, Deadline.NONE, Map.of());
  }

  ChunkModel placed(String file, int chunkIndex, List<NodeId> nodes) {
    return new ChunkModel(id, file, chunkIndex, version, nodes, primary, lease, held);
  }

  ChunkModel learnt(long current, List<NodeId> nodes) {
    TreeMap<NodeId, Long> now = new TreeMap<>(held);
    nodes.forEach(node -> now.put(node, current));
    return new ChunkModel(id, path, index, Math.max(version, current), nodes, primary, lease, now);
  }

  ChunkModel leased(long current, NodeId holder, List<NodeId> nodes, Deadline length) {
    return new ChunkModel(id, path, index, current, nodes, holder, length, held);
  }

  ChunkModel leaseHeld(long current, NodeId holder, Deadline length) {
    if (current < version) {
      return this;
    }
    return new ChunkModel(id, path, index, current, replicas, holder, length, held);
  }

  ChunkModel leaseEnded(NodeId holder, long ofVersion) {
    if (!holder.equals(primary) || ofVersion < version) {
      return this;
    }
    return new ChunkModel(id, path, index, version, replicas, null, Deadline.NONE, held);
  }

  ChunkModel stored(NodeId node, long stored) {
    TreeMap<NodeId, Long> now = new TreeMap<>(held);
    now.put(node, stored);
    return new ChunkModel(
        id, path, index, Math.max(version, stored), replicas, primary, lease, now);
  }

  ChunkModel deletedAt(NodeId node) {
    TreeMap<NodeId, Long> now = new TreeMap<>(held);
    now.remove(node);
    return new ChunkModel(id, path, index, version, replicas, primary, lease, now);
  }

  /**
   * Returns who holds the lease, null if nobody does; a dead primary's lease runs out too.
   *
   * @param nowNanos the present, on the clock of the trace
   */
  public @Nullable NodeId leaseHolder(long nowNanos) {
    return lease.remainingNanos(nowNanos) == 0 ? null : primary;
  }

  /** Returns the file's name and which chunk of it this is: {@code tour.mp4 [3]}. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1) + " [" + index + "]";
  }

  /**
   * Returns what one node has of this chunk, in a word or two.
   *
   * @param node whose replica
   * @return {@code v3}, {@code v2 stale}, {@code placed} or an empty text
   */
  public String replicaWord(NodeId node) {
    Long holds = held.get(node);
    if (holds == null) {
      return replicas.contains(node) ? "placed" : "";
    }
    return holds < version ? "v" + holds + " stale" : "v" + holds;
  }
}
