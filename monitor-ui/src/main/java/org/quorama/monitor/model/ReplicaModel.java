package org.quorama.monitor.model;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;

/**
 * What one node said it has of a chunk. Immutable.
 *
 * @param version the version that is durable there, 0 if none is
 * @param corrupt true if bytes were found there that do not have their checksum
 * @param copiedFrom from whom a copy is under way to it, null if none is
 * @param sinceNanos when that copy was ordered, on the clock of the trace
 * @param print of the mutations that it applied as far as they were seen, 0 if none was; the same
 *     print is the same bytes
 */
public record ReplicaModel(
    long version, boolean corrupt, @Nullable NodeId copiedFrom, long sinceNanos, long print)
    implements Serializable {
  private static final long MIX = 0x9E3779B97F4A7C15L;

  /** Nothing of the chunk. */
  static final ReplicaModel NOTHING = new ReplicaModel(0, false, null, 0, 0);

  /** How a replica stands, as the chunk map draws it. */
  public enum State {
    /** Nothing is there. */
    NONE,
    /** The master wants it there, and it is not yet. */
    PLACED,
    /** A copy of it is under way. */
    COPYING,
    /** It has an older version. */
    STALE,
    /** Bytes of it do not have their checksum. */
    CORRUPT,
    /** It has the current version. */
    CURRENT
  }

  ReplicaModel stored(long now) {
    return new ReplicaModel(now, corrupt, null, 0, print);
  }

  ReplicaModel repaired(long now) {
    return new ReplicaModel(now, false, null, 0, print);
  }

  ReplicaModel damaged() {
    return new ReplicaModel(version, true, copiedFrom, sinceNanos, print);
  }

  ReplicaModel copying(NodeId from, long now) {
    return new ReplicaModel(version, corrupt, from, now, print);
  }

  ReplicaModel notCopying() {
    return new ReplicaModel(version, corrupt, null, 0, print);
  }

  /** One more mutation was applied. */
  ReplicaModel mutated(long serial, long offset, long length) {
    long mixed = ((print * MIX + serial) * MIX + offset) * MIX + length + 1;
    return new ReplicaModel(version, corrupt, copiedFrom, sinceNanos, mixed);
  }

  ReplicaModel printed(long now) {
    return new ReplicaModel(version, corrupt, copiedFrom, sinceNanos, now);
  }
}
