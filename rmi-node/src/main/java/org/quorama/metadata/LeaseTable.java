package org.quorama.metadata;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.command.MetadataCommand.Placement;
import org.quorama.metadata.tree.ChunkEntry;
import org.quorama.protocol.MonotonicTime;

/**
 * The leases that may be held [GFS §3.1]: those that this leader granted or extended, and, until
 * they must be over, those of its predecessors, of which it knows no more than the log does.
 *
 * <p>A lease is counted here from when its primary's answer was there, or, if it was extended, from
 * when this leader was confirmed after the primary had asked; its primary counts from when it was
 * told, or had asked. So a lease ends at its primary before it ends here.
 */
final class LeaseTable {
  private final Duration length;

  /** The one that began first is the first. */
  private final LinkedHashMap<ChunkId, Lease> leases = new LinkedHashMap<>();

  /** Chunks of which no predecessor's lease is left. */
  private final TreeSet<ChunkId> givenUp = new TreeSet<>();

  /** Until then a predecessor's leases may be held. */
  private MonotonicTime inheritedUntil = MonotonicTime.ZERO;

  /** The first index that is this leader's, the greatest while it has none. */
  private long ownIndex = Long.MAX_VALUE;

  /**
   * One lease.
   *
   * @param placement the version and its replicas
   * @param since when it began, as this leader counts
   * @param isOwn true if this leader granted it, so its primary has just these replicas in mind
   */
  record Lease(Placement placement, MonotonicTime since, boolean isOwn) {
    Lease(Placement placement, MonotonicTime since) {
      this(placement, since, true);
    }

    Lease extended(MonotonicTime now) {
      return new Lease(placement, now, isOwn);
    }
  }

  LeaseTable(Duration length) {
    this.length = length;
  }

  /** Begins a reign: knows nothing but that no lease was granted after it began. */
  void begin(MonotonicTime now) {
    leases.clear();
    givenUp.clear();
    inheritedUntil = now.plus(length);
    ownIndex = Long.MAX_VALUE;
  }

  /** Notes that all entries from this one on are this leader's. */
  void caughtUp(long index) {
    ownIndex = Math.min(ownIndex, index);
  }

  void put(ChunkId chunk, Lease lease) {
    leases.remove(chunk);
    leases.put(chunk, lease);
    noneInherited(chunk, lease.since());
    Iterator<Lease> oldest = leases.values().iterator();
    while (leases.size() > 1 && endOf(oldest.next()).isDue(lease.since())) {
      oldest.remove();
    }
  }

  private MonotonicTime endOf(Lease lease) {
    return lease.since().plus(length);
  }

  private boolean isYoung(Lease lease, MonotonicTime now) {
    return now.since(lease.since()).compareTo(length.dividedBy(2)) < 0;
  }

  /**
   * Returns the lease to tell a client of: less than half of it is over, the version is still the
   * last, nobody failed, and it is none that the client could not use. All who write to a chunk at
   * once are told of the same: each new version would fence the others.
   */
  Optional<Lease> usable(ChunkEntry entry, OpenTask task, MonotonicTime now) {
    Lease lease = leases.get(entry.chunk());
    if (lease == null || !lease.isOwn() || !isYoung(lease, now)) {
      return Optional.empty();
    }
    boolean isLast =
        lease.placement().equals(entry.granted()) && entry.granted().equals(entry.confirmed());
    boolean failed = lease.placement().replicas().stream().anyMatch(task.excluded::contains);
    ChunkVersion unusable = task.wish.unusable();
    boolean isOfUse = unusable == null || lease.placement().version().compareTo(unusable) > 0;
    return isLast && !failed && isOfUse ? Optional.of(lease) : Optional.empty();
  }

  /** Tells until when somebody may order mutations of a chunk, as far as is known. */
  MonotonicTime endOf(ChunkEntry entry) {
    if (entry.isFixed()) {
      return MonotonicTime.ZERO;
    }
    Lease lease = leases.get(entry.chunk());
    if (lease != null) {
      return endOf(lease);
    }
    boolean isInherited = entry.confirmed() != null && entry.grantedIndex() < ownIndex;
    return isInherited && !givenUp.contains(entry.chunk()) ? inheritedUntil : MonotonicTime.ZERO;
  }

  /** Returns who may order mutations of a chunk. */
  SortedSet<NodeId> holders(ChunkEntry entry) {
    TreeSet<NodeId> holders = new TreeSet<>();
    Lease lease = leases.get(entry.chunk());
    if (lease != null) {
      holders.add(lease.placement().primary());
    } else {
      holders.add(entry.granted().primary());
      holders.add(entry.current().primary());
    }
    return holders;
  }

  /**
   * Lets a lease run on, if its holder has it still. One of a predecessor becomes one of this
   * leader.
   */
  boolean extend(ChunkEntry entry, NodeId holder, MonotonicTime now) {
    boolean isHolder = entry.granted().equals(entry.confirmed()) && holders(entry).contains(holder);
    if (!isHolder || endOf(entry).isDue(now)) {
      return false;
    }
    Lease before = leases.get(entry.chunk());
    put(
        entry.chunk(),
        before == null ? new Lease(entry.granted(), now, false) : before.extended(now));
    return true;
  }

  /** Notes that what a predecessor granted of a chunk is over, while that matters. */
  private void noneInherited(ChunkId chunk, MonotonicTime now) {
    if (inheritedUntil.isDue(now)) {
      givenUp.clear();
    } else {
      givenUp.add(chunk);
    }
  }

  /** Notes that nobody holds a lease of a chunk any more. */
  void giveUp(ChunkId chunk) {
    leases.remove(chunk);
    givenUp.add(chunk);
  }
}
