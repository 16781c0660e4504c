package org.quorama.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkMessage.ReplicaInfo;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Invariants;
import org.quorama.protocol.MonotonicTime;

/**
 * One replica: its durable version, the grant it goes by, its place in the order of mutations.
 *
 * <p>Invariant: the fence, the highest version ever granted in this boot or held, never falls; only
 * mutations of exactly that version are taken, and only after it was granted in this boot, since
 * the order is not on the disk.
 */
final class Replica {
  final ChunkId chunk;

  /** The durable version, 0 while the first is being stored. */
  private long version;

  private long fence;
  long lengthBytes;

  final Lease lease = new Lease();

  /** Where the next append goes at a primary: behind all that was ordered, durable or not. */
  long orderedEnd;

  /** Whether a block is known not to have its checksum: read still, but no longer changed. */
  boolean isCorrupt;

  /** Who waits for the grant to be durable. */
  final List<CallId> grantCalls = new ArrayList<>();

  /** The next place that is free at a primary, or to be filled at a secondary. */
  long nextSerial = 1;

  /** Mutations at a secondary that came before their turn. */
  final TreeMap<Long, Waiting> early = new TreeMap<>();

  /** The last mutations that had their turn at a secondary. */
  final TreeMap<Long, Turn> turns = new TreeMap<>();

  /**
   * A mutation before its turn.
   *
   * @param calls who sent it: more than one if it came again
   * @param mutate what they want
   * @param deadline when the gap before it is given up
   */
  record Waiting(List<CallId> calls, ChunkMessage.Mutate mutate, MonotonicTime deadline) {}

  /** A mutation that had its turn: who waits for it while it is stored, what became of it then. */
  static final class Turn {
    final ChunkMessage.Mutate mutate;
    final List<CallId> calls = new ArrayList<>();
    @Nullable ErrorCode code;

    Turn(ChunkMessage.Mutate mutate) {
      this.mutate = mutate;
    }
  }

  Replica(ChunkId chunk) {
    this.chunk = chunk;
  }

  static Replica onDisk(ReplicaInfo info) {
    Replica replica = new Replica(info.chunk());
    replica.version = info.version().number();
    replica.fence = replica.version;
    replica.lengthBytes = info.lengthBytes();
    return replica;
  }

  /** Notes that a mutation was applied; those of one chunk are applied in order. */
  void applied(Mutation mutation) {
    lengthBytes = Placing.endAfter(mutation, lengthBytes);
  }

  boolean isDurable() {
    return version > 0;
  }

  ChunkVersion version() {
    return new ChunkVersion(version);
  }

  boolean isAtLeast(ChunkVersion asked) {
    return version >= asked.number();
  }

  long fence() {
    return fence;
  }

  /** Tells whether the last grant is still being stored. */
  boolean isPending() {
    return version != fence;
  }

  void raiseFence(ChunkVersion to) {
    Invariants.check(to.number() > fence, "The version of %s goes from %d to %s", chunk, fence, to);
    fence = to.number();
    nextSerial = 1;
    turns.clear();
  }

  void stored(ChunkVersion durable) {
    version = Math.max(version, durable.number());
  }

  /** Tells whether mutations of a version are taken: it is the last one, granted in this boot. */
  boolean takes(ChunkVersion asked) {
    return lease.grant != null && !isPending() && asked.number() == version;
  }

  /** Tells whether a version is the last that was granted in this boot, stored or not. */
  boolean isGranted(ChunkVersion asked) {
    return lease.grant != null && asked.number() == fence;
  }

  /** Returns a hash of what is known of the replica, the same in every process. */
  long digest() {
    long digest = chunk.value();
    long[] parts = {
      version, fence, lengthBytes, orderedEnd, nextSerial, early.size(), turns.size()
    };
    for (long part : parts) {
      digest = digest * 31 + part;
    }
    digest = digest * 31 + lease.end.nanos();
    return digest * 4 + (isCorrupt ? 2 : 0) + (lease.isHeld ? 1 : 0);
  }

  ReplicaInfo info() {
    return new ReplicaInfo(chunk, version(), lengthBytes);
  }
}
