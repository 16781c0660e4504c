package org.quorama.metadata.repair;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterFact;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.HealthClass;
import org.quorama.protocol.CallId;
import org.quorama.protocol.MonotonicTime;

/**
 * Looks at one chunk after the other and does what its replicas need: more of them, the most urgent
 * first and no more at once than is allowed; fewer of them, only on what was reported in full to
 * this leader [GFS §4.3].
 */
final class Tending {
  private static final long NOT_BLOCKED = -1;

  /** So many chunks whose servers are busy are passed by in a step to find one that may begin. */
  private static final int MAX_PASSED = 32;

  private static final int LAST_COPY = 0;
  private static final int TOO_FEW = 1;
  private static final int DRAINING = 2;
  private static final int MISPLACED = 3;
  private static final int UNSETTLED = 4;

  private final CareState state;
  private final SafeMode safe;
  private final CopyWork work;
  private final Garbage garbage;
  private final Destinations destinations;
  private final RateLimit rate;
  private final RepairQueue queue = new RepairQueue();

  /** How many tasks had ended when all that could begin had; until one more has, or is added. */
  private long blockedAt = NOT_BLOCKED;

  /** Changes that are on their way through the log, one a chunk. */
  private final TreeMap<CallId, ChunkId> proposed = new TreeMap<>();

  private final TreeSet<ChunkId> changing = new TreeSet<>();

  /** Chunks that are not healthy, with what was told of them last. */
  private final TreeMap<ChunkId, HealthClass> unhealthy = new TreeMap<>();

  Tending(CareState state, SafeMode safe, CopyWork work, Garbage garbage) {
    this.state = state;
    this.safe = safe;
    this.work = work;
    this.garbage = garbage;
    this.destinations = new Destinations(state, work);
    this.rate = new RateLimit(state.config.repair().bytesPerSecond());
  }

  void clear() {
    queue.clear();
    blockedAt = NOT_BLOCKED;
    proposed.clear();
    changing.clear();
    unhealthy.clear();
  }

  boolean acts() {
    return state.leads && state.caughtUp && !safe.isOn();
  }

  /** Has all chunks looked at again that are not healthy. */
  void lookAtUnhealthy() {
    state.dirty.addAll(unhealthy.keySet());
  }

  boolean isIdle() {
    return queue.isEmpty() && work.size() == 0;
  }

  /** Tells whether a change of a chunk's replicas is on its way through the log. */
  boolean isChanging(ChunkId chunk) {
    return changing.contains(chunk);
  }

  void examine(ChunkId chunk) {
    queue.remove(chunk);
    safe.count(chunk);
    ChunkView view = state.catalog.chunk(chunk).orElse(null);
    if (view == null) {
      state.forget(chunk);
      unhealthy.remove(chunk);
      suspectAll(chunk);
      return;
    }
    adoptHigher(view);
    if (acts()) {
      Diagnosis found = Diagnosis.of(view, state);
      tell(chunk, found.health());
      garbage.suspect(chunk, found.stale());
      garbage.suspect(chunk, found.corrupt());
      garbage.suspect(chunk, found.extras());
      act(view, found);
    }
  }

  private void suspectAll(ChunkId chunk) {
    garbage.suspect(
        chunk, state.locations.replicas(chunk).stream().map(ChunkLocations.Known::node).toList());
  }

  /** So that no two leases ever share a version, whatever happened to the log [GFS §4.5]. */
  private void adoptHigher(ChunkView view) {
    Optional<ChunkVersion> highest =
        state.locations.replicas(view.chunk()).stream()
            .map(ChunkLocations.Known::version)
            .max(ChunkVersion::compareTo);
    if (state.caughtUp && highest.isPresent() && highest.get().compareTo(view.granted()) > 0) {
      propose(view.chunk(), new MetadataCommand.AdoptVersion(view.chunk(), highest.get()));
    }
  }

  private void tell(ChunkId chunk, HealthClass health) {
    HealthClass before =
        health == HealthClass.HEALTHY ? unhealthy.remove(chunk) : unhealthy.put(chunk, health);
    if (!Objects.requireNonNullElse(before, HealthClass.HEALTHY).equals(health)) {
      state.observe(new MasterFact.HealthChanged(chunk, health));
    }
  }

  private void act(ChunkView view, Diagnosis found) {
    ChunkId chunk = view.chunk();
    boolean busy = work.isBusy(chunk) || changing.contains(chunk) || state.mustWait(chunk);
    if (busy || !view.created() || found.good() == 0) {
      return;
    }
    if (!adoptExtra(view, found) && !wantMore(view, found)) {
      wantFewer(view, found);
    }
  }

  /** A complete replica that the log does not count is there already: it joins without a copy. */
  private boolean adoptExtra(ChunkView view, Diagnosis found) {
    List<NodeId> serving = found.extras().stream().filter(state::isServing).toList();
    if (serving.isEmpty() || !view.isSettled()) {
      return false;
    }
    NodeId extra = serving.get(0);
    if (found.missing() == 0 && !raisesSpread(found.members(), extra)) {
      return false;
    }
    propose(view.chunk(), new MetadataCommand.JoinReplica(view.chunk(), view.version(), extra));
    return true;
  }

  private boolean raisesSpread(List<NodeId> members, NodeId node) {
    TreeSet<NodeId> more = new TreeSet<>(members);
    more.add(node);
    int before = state.policy.spread(members);
    return before < Diagnosis.possibleSpread(state) && state.policy.spread(more) > before;
  }

  private boolean wantMore(ChunkView view, Diagnosis found) {
    if (targets(view, found).isEmpty()) {
      return false;
    }
    boolean mustFence = !view.isSettled() || state.desk.mayBeWritten(view.chunk());
    if (mustFence && state.isRecent(view.chunk())) {
      state.postpone(view.chunk());
    } else if (!mustFence || found.awaited().isEmpty() || found.good() == 1) {
      // A fence makes stale whoever does not take it: those that may come back are waited for.
      enqueue(view.chunk(), urgency(found));
    }
    return true;
  }

  private void enqueue(ChunkId chunk, int urgency) {
    queue.add(chunk, urgency);
    blockedAt = NOT_BLOCKED;
  }

  private static int urgency(Diagnosis found) {
    if (found.good() == 1) {
      return LAST_COPY;
    } else if (found.missing() == 0) {
      return MISPLACED;
    }
    return found.members().size() == found.serving() ? TOO_FEW : DRAINING;
  }

  /** Returns who is to get copies: nobody if all is well, or nobody can. */
  private List<NodeId> targets(ChunkView view, Diagnosis found) {
    if (found.missing() > 0) {
      return destinations.choose(view, found, found.missing());
    }
    boolean spread =
        state.policy.spread(found.members()) >= Diagnosis.possibleSpread(state)
            || !found.awaited().isEmpty();
    return spread ? List.of() : destinations.spreading(view, found);
  }

  /** Only on what was reported in full to this leader, and while nobody writes. */
  private void wantFewer(ChunkView view, Diagnosis found) {
    boolean known =
        found.awaited().isEmpty()
            && found.members().stream().allMatch(state.locations::isKnownInFull);
    if (!known || found.serving() < state.config.replication()) {
      return;
    } else if (!view.isSettled()) {
      settle(view, found);
      return;
    }
    Optional<NodeId> corrupt =
        found.corrupt().stream().filter(view.replicas()::contains).findFirst();
    if (corrupt.isPresent()) {
      trim(view, corrupt.get(), "corrupt");
    } else if (found.serving() > state.config.replication()
        && !state.desk.mayBeWritten(view.chunk())) {
      victim(found).ifPresent(node -> trim(view, node, "too many"));
    }
  }

  /**
   * Ends a grant that its leader did not live to confirm: while it may be confirmed yet, nobody can
   * say which replicas are too many, and perhaps no client ever asks for the chunk again.
   */
  private void settle(ChunkView view, Diagnosis found) {
    boolean isNeeded = needsSettling(view, found);
    if (isNeeded && state.isRecent(view.chunk())) {
      state.postpone(view.chunk());
    } else if (isNeeded) {
      enqueue(view.chunk(), UNSETTLED);
    }
  }

  private static boolean needsSettling(ChunkView view, Diagnosis found) {
    return !view.isSettled() && found.health() != HealthClass.HEALTHY;
  }

  private Optional<NodeId> victim(Diagnosis found) {
    List<PlacementPolicy.Candidate> holders =
        state.locations.living().stream()
            .filter(one -> found.members().contains(one.node()) && state.isServing(one.node()))
            .toList();
    return state.policy.victim(holders, state.config.replication());
  }

  private void trim(ChunkView view, NodeId node, String cause) {
    state.observe(new MasterFact.ReplicaTrimmed(view.chunk(), node, cause));
    propose(view.chunk(), new MetadataCommand.RetireReplica(view.chunk(), view.version(), node));
  }

  private void propose(ChunkId chunk, MetadataCommand command) {
    if (changing.add(chunk)) {
      proposed.put(state.propose(command), chunk);
    }
  }

  /** Takes the end of a proposal; returns false if it was none of these. */
  boolean proposalEnded(CallId proposal, boolean applied) {
    ChunkId chunk = proposed.remove(proposal);
    if (chunk == null) {
      return false;
    }
    changing.remove(chunk);
    if (!applied) {
      state.postpone(chunk);
    }
    state.dirty.add(chunk);
    return true;
  }

  /** Begins as many copies as may be under way now, in all and from and to each server. */
  void dispatch() {
    if (queue.isEmpty() || blockedAt == work.finished()) {
      return;
    }
    List<RepairQueue.Place> passed = new ArrayList<>();
    while (acts() && hasSlot() && rate.allows(state.now()) && passed.size() < MAX_PASSED) {
      RepairQueue.Place place = queue.poll();
      if (place == null) {
        break;
      }
      if (!begin(place.chunk())) {
        passed.add(place);
      }
    }
    passed.forEach(place -> queue.add(place.chunk(), place.urgency()));
    blockedAt = passed.isEmpty() ? NOT_BLOCKED : work.finished();
  }

  private boolean hasSlot() {
    return work.size() < state.config.repair().copies();
  }

  /** Begins a task unless it must wait for a server; returns false if it must. */
  private boolean begin(ChunkId chunk) {
    ChunkView view = state.catalog.chunk(chunk).orElse(null);
    if (view == null || work.isBusy(chunk)) {
      return true;
    }
    Diagnosis found = Diagnosis.of(view, state);
    List<NodeId> wanted = targets(view, found);
    if (found.good() == 0) {
      return true;
    }
    if (wanted.isEmpty()) {
      if (needsSettling(view, found)) {
        work.start(new RepairTask(chunk, "unfinished grant", wanted, null), view);
      }
      return true;
    }
    List<NodeId> sources = state.locations.holders(chunk, view.version());
    List<NodeId> targets = destinations.free(wanted, view, found);
    if (targets.isEmpty() || sources.stream().noneMatch(work::maySend)) {
      return false;
    }
    rate.take(state.now(), work.lengthOf(chunk, sources.get(0)) * targets.size());
    work.start(new RepairTask(chunk, cause(found), targets, null), view);
    return true;
  }

  private static String cause(Diagnosis found) {
    int urgency = urgency(found);
    if (urgency == LAST_COPY) {
      return "one replica left";
    } else if (urgency == MISPLACED) {
      return "too few racks";
    } else if (urgency == DRAINING) {
      return "decommissioned";
    }
    return found.corrupt().isEmpty() ? "too few replicas" : "corrupt replica";
  }

  MonotonicTime nextWakeup() {
    boolean waits = acts() && !queue.isEmpty() && hasSlot() && blockedAt != work.finished();
    return waits ? rate.nextFree() : MonotonicTime.NEVER;
  }
}
