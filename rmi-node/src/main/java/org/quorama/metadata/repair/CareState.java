package org.quorama.metadata.repair;

import java.time.Duration;
import java.util.TreeMap;
import java.util.TreeSet;
import org.quorama.chunk.ChunkId;
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

  /** Who is just opening a chunk is not disturbed for this long. */
  private static final Duration COURTESY = Duration.ofSeconds(1);

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

  /** When a version of a chunk was granted or confirmed last, if that is not long ago. */
  private final TreeMap<ChunkId, MonotonicTime> recent = new TreeMap<>();

  /** Chunks whose repair failed. */
  private final TreeMap<ChunkId, Setback> setbacks = new TreeMap<>();

  private record Setback(int failures, MonotonicTime until) {}

  CareState(MasterConfig config, MasterDesk desk, ChunkCatalog catalog, ChunkLocations locations) {
    this.config = config;
    this.desk = desk;
    this.catalog = catalog;
    this.locations = locations;
    this.policy = new RackPlacement(config.repair());
  }

  void begin() {
    clear();
    leads = true;
  }

  void clear() {
    leads = false;
    caughtUp = false;
    dirty.clear();
    recent.clear();
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

  /** Notes that a version was granted or confirmed now. */
  void versionChanged(ChunkId chunk) {
    recent.put(chunk, now());
  }

  /** Tells whether a version was granted or confirmed a moment ago: somebody is at it. */
  boolean isRecent(ChunkId chunk) {
    MonotonicTime at = recent.get(chunk);
    return at != null && now().since(at).compareTo(COURTESY) < 0;
  }

  void forget(ChunkId chunk) {
    recent.remove(chunk);
    setbacks.remove(chunk);
  }

  /** Forgets what is not recent any more. */
  void sweep() {
    recent.values().removeIf(at -> now().since(at).compareTo(COURTESY) >= 0);
  }

  void failed(ChunkId chunk) {
    Setback before = setbacks.get(chunk);
    int failures = Math.min(MAX_SETBACKS, before == null ? 1 : before.failures() + 1);
    MonotonicTime until = now().plus(SETBACK.multipliedBy(failures));
    setbacks.put(chunk, new Setback(failures, until));
  }

  /** Leaves a chunk alone for a moment, because somebody else is at it. */
  void postpone(ChunkId chunk) {
    setbacks.put(chunk, new Setback(failures(chunk), now().plus(COURTESY)));
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
