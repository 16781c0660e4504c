package org.quorama.metadata.repair;

import java.time.Duration;
import java.util.TreeMap;
import java.util.TreeSet;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterConfig;
import org.quorama.metadata.MasterEffect;
import org.quorama.metadata.MasterFact;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.protocol.CallId;
import org.quorama.protocol.MonotonicTime;

/** What the parts of the care for replicas share while this node leads. */
final class CareState {
  /** A chunk whose copy failed waits this long, times its failures, for the next. */
  private static final Duration SETBACK = Duration.ofMillis(500);

  private static final int MAX_SETBACKS = 10;

  final MasterConfig config;
  final MasterDesk desk;
  final ChunkCatalog catalog;
  final ChunkLocations locations;
  final PlacementPolicy policy;

  /** Chunks to look at again, because something of them has changed. */
  final TreeSet<ChunkId> dirty = new TreeSet<>();

  boolean leads;

  /** True once a copy ended, until somebody asks: who waited for it may go on. */
  boolean copied;

  /** True once the leader applied an entry of its own term: it knows all that was committed. */
  boolean caughtUp;

  /** Since when this node leads. */
  private MonotonicTime since = MonotonicTime.ZERO;

  /** Until when a primary may believe in a lease of a version; by look-up only. */
  private final TreeMap<ChunkId, Leased> leased = new TreeMap<>();

  /** Chunks whose repair failed. */
  private final TreeMap<ChunkId, Setback> setbacks = new TreeMap<>();

  /** A version, when it was granted or confirmed last, and until when a lease of it may last. */
  private record Leased(ChunkVersion version, MonotonicTime at, MonotonicTime until) {}

  private record Setback(int failures, MonotonicTime until) {}

  CareState(
      MasterConfig config, MasterDesk desk, ChunkCatalog catalog, ChunkLocations locations) {
    this.config = config;
    this.desk = desk;
    this.catalog = catalog;
    this.locations = locations;
    this.policy = new RackPlacement(config.repair());
  }

  void begin() {
    clear();
    leads = true;
    since = desk.now();
  }

  void clear() {
    leads = false;
    caughtUp = false;
    dirty.clear();
    leased.clear();
    setbacks.clear();
  }

  MonotonicTime now() {
    return desk.now();
  }

  void observe(MasterFact fact) {
    desk.emit(new MasterEffect.Observed(fact));
  }

  CallId propose(MetadataCommand command) {
    CallId proposal = desk.draw();
    desk.emit(new MasterEffect.Propose(proposal, MetadataCommand.encode(command)));
    return proposal;
  }

  boolean isServing(NodeId node) {
    return !catalog.draining().contains(node);
  }

  /** Notes that a version may have a lease that begins no later than now. */
  void mayBeLeased(ChunkId chunk, ChunkVersion version) {
    leased.put(chunk, new Leased(version, now(), now().plus(longLease())));
  }

  /** Notes that a version was granted without a lease: nobody can write under it. */
  void unleased(ChunkId chunk, ChunkVersion version) {
    leased.put(chunk, new Leased(version, MonotonicTime.ZERO, MonotonicTime.ZERO));
  }

  /** A lease as long as the slowest clock of a primary may make it. */
  private Duration longLease() {
    return config.leaseLength().plus(config.leaseLength().dividedBy(4));
  }

  /** Tells whether some primary may still believe in a lease, granted by whichever leader. */
  boolean isLeased(ChunkView view) {
    Leased known = leased.get(view.chunk());
    MonotonicTime until =
        known == null || known.version().compareTo(view.version()) < 0
            ? since.plus(longLease())
            : known.until();
    return !until.isDue(now());
  }

  void forget(ChunkId chunk) {
    leased.remove(chunk);
    setbacks.remove(chunk);
  }

  /** Forgets leases that are over, once nobody can have one of an older leader. */
  void sweep() {
    if (since.plus(longLease()).isDue(now())) {
      leased.values().removeIf(lease -> lease.until().isDue(now()));
    }
  }

  void failed(ChunkId chunk) {
    Setback before = setbacks.get(chunk);
    int failures = Math.min(MAX_SETBACKS, before == null ? 1 : before.failures() + 1);
    MonotonicTime until = now().plus(SETBACK.multipliedBy(failures));
    setbacks.put(chunk, new Setback(failures, until));
  }

  /** Leaves a chunk alone for a while, because somebody else is at it. */
  void postpone(ChunkId chunk, Duration time) {
    setbacks.put(chunk, new Setback(failures(chunk), now().plus(time)));
  }

  /** Tells whether a version was granted or confirmed within this time. */
  boolean isRecent(ChunkId chunk, Duration time) {
    Leased known = leased.get(chunk);
    return known != null
        && !known.at().equals(MonotonicTime.ZERO)
        && now().since(known.at()).compareTo(time) < 0;
  }

  void succeeded(ChunkId chunk) {
    setbacks.remove(chunk);
  }

  /** Returns how often the repair of a chunk failed since it last succeeded. */
  int failures(ChunkId chunk) {
    Setback setback = setbacks.get(chunk);
    return setback == null ? 0 : setback.failures();
  }

  boolean mustWait(ChunkId chunk) {
    Setback setback = setbacks.get(chunk);
    return setback != null && !setback.until().isDue(now());
  }

  /** Has chunks looked at again whose wait is over; returns when the next one's is. */
  MonotonicTime endWaits(MonotonicTime lastLook) {
    MonotonicTime next = MonotonicTime.NEVER;
    for (var waiting : setbacks.entrySet()) {
      MonotonicTime until = waiting.getValue().until();
      if (!until.isDue(now())) {
        next = next.earliest(until);
      } else if (!until.isDue(lastLook)) {
        dirty.add(waiting.getKey());
      }
    }
    return next;
  }
}
