package org.quorama.metadata;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.quorama.chunk.ChunkId;
import org.quorama.metadata.command.MetadataCommand.Placement;
import org.quorama.metadata.operation.RequestId;
import org.quorama.metadata.tree.ChunkEntry;
import org.quorama.protocol.MonotonicTime;

/**
 * The leases that this leader granted and that all replicas confirmed [GFS §3.1]. Counted from the
 * sending of the grant, so a lease here ends before it ends at its primary.
 */
final class LeaseTable {
  private final Duration length;

  /** Oldest first. */
  private final LinkedHashMap<ChunkId, Lease> leases = new LinkedHashMap<>();

  /**
   * One lease.
   *
   * @param placement the version and its replicas
   * @param since when the grant was sent
   * @param asked the request that was told last
   */
  record Lease(Placement placement, MonotonicTime since, RequestId asked) {}

  LeaseTable(Duration length) {
    this.length = length;
  }

  void clear() {
    leases.clear();
  }

  void put(ChunkId chunk, Lease lease) {
    leases.remove(chunk);
    leases.put(chunk, lease);
    Iterator<Lease> oldest = leases.values().iterator();
    while (leases.size() > 1 && !isYoung(oldest.next(), lease.since())) {
      oldest.remove();
    }
  }

  private boolean isYoung(Lease lease, MonotonicTime now) {
    return now.since(lease.since()).compareTo(length.dividedBy(2)) < 0;
  }

  /**
   * Returns the lease to tell a client of: less than half of it is over, the version is still the
   * last, nobody failed. A client that asks anew could not use what it was told: it gets none.
   */
  Optional<Lease> usable(ChunkEntry entry, OpenTask task, MonotonicTime now) {
    Lease lease = leases.get(entry.chunk());
    if (lease == null || !isYoung(lease, now)) {
      return Optional.empty();
    }
    boolean isLast = lease.placement().equals(entry.granted());
    boolean failed = lease.placement().replicas().stream().anyMatch(task.excluded::contains);
    RequestId asked = lease.asked();
    boolean anew = asked.session() == task.id.session() && asked.sequence() < task.id.sequence();
    return isLast && !failed && !anew ? Optional.of(lease) : Optional.empty();
  }
}
