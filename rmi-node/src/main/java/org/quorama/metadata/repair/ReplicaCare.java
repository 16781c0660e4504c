package org.quorama.metadata.repair;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage.ChunkReport;
import org.quorama.chunk.ChunkMessage.Orders;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterConfig;
import org.quorama.metadata.MasterFact;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.MonotonicTime;

/**
 * The leader's care for replicas: listens to reports, and has replicas copied, joined, trimmed,
 * collected and moved. Confined to the thread of its master.
 *
 * <p>Invariant: nothing is copied, trimmed, collected or moved in safe mode, or before this leader
 * has applied an entry of its own term.
 */
public final class ReplicaCare {
  private static final int LOOKS_A_STEP = 2000;
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final int TICKS_A_ROUND = 30;
  private static final int TICKS_A_LOOK = 5;

  private final CareState state;
  private final SafeMode safe;
  private final CopyWork work;
  private final Garbage garbage;
  private final Tending tending;
  private final Balancer balancer;
  private final Draining draining;
  private final Inspection inspection;

  private final Due due = new Due();

  /** What is to be looked at, and when. */
  private static final class Due {
    /** Behind which chunk the round over all chunks goes on; -1 if none is under way. */
    long round = -1;

    /** Who was being taken out of service when all chunks were last looked at for it. */
    TreeSet<NodeId> drained = new TreeSet<>();

    long ticks;
    boolean strangersJudged;
    MonotonicTime nextTick = MonotonicTime.NEVER;
    MonotonicTime lastLook = MonotonicTime.ZERO;
    MonotonicTime nextLook = MonotonicTime.NEVER;
  }

  /**
   * Makes the care of one node's master.
   *
   * @param config the settings
   * @param desk takes what it decides
   * @param catalog what the node has applied
   * @param locations what chunkservers told, filled by this care
   */
  public ReplicaCare(
      MasterConfig config, MasterDesk desk, ChunkCatalog catalog, ChunkLocations locations) {
    this.state = new CareState(config, desk, catalog, locations);
    this.safe = new SafeMode(state);
    this.work = new CopyWork(state);
    this.garbage = new Garbage(state, work);
    this.tending = new Tending(state, safe, work, garbage);
    this.balancer = new Balancer(state, work);
    this.draining = new Draining(state);
    this.inspection = new Inspection(state, draining);
  }

  /** Begins to care: this node leads from now on and knows nothing of chunkservers. */
  public void reignBegan() {
    clear();
    state.begin();
    state.locations.clear(state.now());
    due.strangersJudged = false;
    due.nextTick = state.now().plus(TICK);
    safe.begin();
  }

  /** Stops to care: another node leads. */
  public void reignEnded() {
    clear();
    state.locations.clear(state.now());
    due.nextTick = MonotonicTime.NEVER;
  }

  private void clear() {
    state.clear();
    work.clear();
    garbage.clear();
    tending.clear();
    draining.clear();
    due.round = -1;
  }

  /** Takes notice that all is applied that was committed before this reign. */
  public void caughtUp() {
    if (state.leads && !state.caughtUp) {
      state.caughtUp = true;
      safe.caughtUp();
    }
  }

  /**
   * Takes notice of a chunk that changed or went as the log was applied.
   *
   * @param chunk which
   * @param newVersion true if a version was granted or confirmed, perhaps with a lease
   */
  public void changed(ChunkId chunk, boolean newVersion) {
    if (state.leads) {
      state.dirty.add(chunk);
      if (newVersion) {
        state.versionChanged(chunk);
      }
    }
  }

  /**
   * Takes a chunkserver's report.
   *
   * @param from who reports
   * @param report what it says
   * @param extended the leases that it keeps
   * @return what it is to do
   */
  public Orders reported(NodeId from, ChunkReport report, List<ChunkId> extended) {
    boolean isBack = state.locations.seen(from, state.now());
    ChunkLocations.Learnt learnt = state.locations.reported(from, report, state.now());
    if (isBack) {
      state.observe(new MasterFact.ChunkserverSeen(from, true));
      lookAtAllOf(from);
      startRound();
    }
    learnt.changed().forEach(this::learnt);
    learnt.corrupt().forEach(c -> state.observe(new MasterFact.ReplicaCorrupt(c, from)));
    List<ChunkId> useless = tending.acts() ? garbage.of(from, tending::isChanging) : List.of();
    return new Orders(useless, extended, state.config.leaseLength(), learnt.fullWanted());
  }

  private void learnt(ChunkId chunk) {
    state.dirty.add(chunk);
    state
        .catalog
        .chunk(chunk)
        .ifPresent(
            view -> {
              List<NodeId> holders = state.locations.holders(chunk, view.version());
              state.observe(new MasterFact.ReplicasLearnt(chunk, view.version(), holders));
            });
  }

  /**
   * Takes a chunkserver's answer to a grant.
   *
   * @param call which
   * @param accepted true if the version is durable there
   * @return false if the grant was not the care's
   */
  public boolean grantAnswered(CallId call, boolean accepted) {
    return work.grantAnswered(call, accepted);
  }

  /**
   * Takes a chunkserver's answer to an order to copy.
   *
   * @param call which
   * @param code NONE if the copy is durable there
   */
  public void copyAnswered(CallId call, ErrorCode code) {
    work.copyAnswered(call, code);
  }

  /**
   * Takes the end of a proposal.
   *
   * @param proposal which
   * @param applied true if it is committed and took effect
   * @return false if the proposal was not the care's
   */
  public boolean proposalEnded(CallId proposal, boolean applied) {
    return work.proposalEnded(proposal, applied) || tending.proposalEnded(proposal, applied);
  }

  /**
   * Tells whether a chunk is being copied: who wants to write to it had better wait a moment, since
   * a new version would make the copy useless.
   *
   * @param chunk which
   */
  public boolean isCopying(ChunkId chunk) {
    return work.isBusy(chunk);
  }

  /** Tells whether a copy has ended since this was asked last. */
  public boolean takeCopied() {
    boolean ended = state.copied;
    state.copied = false;
    return ended;
  }

  /**
   * Tells whether an operation is refused because the safe mode was entered by hand.
   *
   * @param operation what somebody wants
   */
  public boolean refuses(FileOperation operation) {
    return state.leads && safe.isManual() && operation instanceof FileOperation.Mutation;
  }

  /** Does what is due. */
  public void timePassed() {
    if (!state.leads) {
      return;
    }
    listen();
    work.timePassed();
    due.nextLook = state.endWaits(due.lastLook);
    due.lastLook = state.now();
    if (safe.endIfReady()) {
      startRound();
    }
    tick();
    look();
    tending.dispatch();
  }

  /** Notices who is silent, and for how long. */
  private void listen() {
    for (NodeId silent : state.locations.fallSilent(state.now())) {
      state.observe(new MasterFact.ChunkserverSeen(silent, false));
      lookAtAllOf(silent);
    }
    state.locations.becomeLost(state.now()).forEach(this::lookAtAllOf);
    if (!due.strangersJudged && state.locations.strangersLostAt().isDue(state.now())) {
      due.strangersJudged = true;
      startRound();
    }
    if (!state.catalog.draining().equals(due.drained)) {
      due.drained = new TreeSet<>(state.catalog.draining());
      startRound();
    }
  }

  private void lookAtAllOf(NodeId node) {
    ReportedServer server = state.locations.server(node);
    if (server != null) {
      state.dirty.addAll(server.held.keySet());
    }
  }

  private void startRound() {
    due.round = 0;
  }

  private void tick() {
    if (!due.nextTick.isDue(state.now())) {
      return;
    }
    due.nextTick = state.now().plus(TICK);
    due.ticks++;
    if (due.ticks % TICKS_A_ROUND == 0 && due.round < 0) {
      state.sweep();
      startRound();
    } else if (due.ticks % TICKS_A_LOOK == 0) {
      tending.lookAtUnhealthy();
    }
    if (tending.acts()) {
      draining.look();
      if (tending.isIdle()) {
        balancer.balance();
      }
    }
  }

  private void look() {
    if (due.round >= 0) {
      List<ChunkId> page = state.catalog.chunksAfter(due.round, LOOKS_A_STEP);
      page.forEach(tending::examine);
      due.round = page.size() < LOOKS_A_STEP ? -1 : page.get(page.size() - 1).value();
    }
    List<ChunkId> looks = new ArrayList<>();
    while (!state.dirty.isEmpty() && looks.size() < LOOKS_A_STEP) {
      looks.add(state.dirty.pollFirst());
    }
    looks.forEach(tending::examine);
    if (safe.endIfReady()) {
      startRound();
    }
  }

  /** Returns when something is due. */
  public MonotonicTime nextWakeup() {
    boolean isEmpty = state.catalog.size() == 0 && state.locations.isEmpty();
    if (!state.leads || isEmpty) {
      return MonotonicTime.NEVER;
    }
    if (due.round >= 0 || !state.dirty.isEmpty()) {
      return state.now();
    }
    MonotonicTime strangers =
        due.strangersJudged ? MonotonicTime.NEVER : state.locations.strangersLostAt();
    return due.nextTick
        .earliest(strangers)
        .earliest(state.locations.nextSilence())
        .earliest(work.nextWakeup())
        .earliest(tending.nextWakeup())
        .earliest(due.nextLook);
  }

  /**
   * Changes the safe mode, or tells of it.
   *
   * @param action what to do
   * @return the safe mode then
   */
  public OperationValue.SafeModeState safeMode(FileOperation.SafeMode.Action action) {
    if (safe.act(action)) {
      startRound();
    }
    return safe.view();
  }

  /** Returns the room of all chunkservers. */
  public OperationValue.Space space() {
    return inspection.space();
  }

  /**
   * Returns the health of a chunk.
   *
   * @param where the chunk and a file that has it
   */
  public OperationValue.ChunkHealth health(FileChunk where) {
    return inspection.health(where);
  }

  /**
   * Returns the chunkservers that the replicas of new chunks may go to, for each chunk the best
   * first, as if those of the chunks before were there already.
   *
   * @param excluded who is not to get one
   * @param count how many replicas are wanted; fewer are returned if there are fewer servers
   * @param chunks how many chunks
   */
  public List<List<NodeId>> forNew(Set<NodeId> excluded, int count, int chunks) {
    List<PlacementPolicy.Candidate> candidates =
        state.locations.living().stream()
            .filter(one -> !excluded.contains(one.node()) && state.isServing(one.node()))
            .toList();
    ArrayList<List<NodeId>> all = new ArrayList<>();
    for (int i = 0; i < chunks; i++) {
      List<NodeId> chosen = state.policy.choose(candidates, List.of(), count);
      all.add(chosen);
      candidates =
          candidates.stream()
              .map(one -> chosen.contains(one.node()) ? one.withOneMore() : one)
              .toList();
    }
    return all;
  }
}
