package org.quorama.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterInput;
import org.quorama.protocol.CallId;
import org.quorama.raft.RaftInput;
import org.quorama.raft.RaftStatus;
import org.quorama.raft.log.Membership;
import org.quorama.runtime.core.NodeInput;
import org.quorama.simulation.SimulationReport.Sometimes;
import org.quorama.simulation.World.TraceHash;
import org.quorama.simulation.check.ClusterChecker;
import org.quorama.simulation.check.Counters;
import org.quorama.simulation.check.Rules;
import org.quorama.simulation.fault.Chances;
import org.quorama.simulation.fault.Fault;
import org.quorama.simulation.fault.FaultEvent;
import org.quorama.simulation.fault.FaultMix;
import org.quorama.simulation.fault.FaultTarget;
import org.quorama.simulation.fault.Nemesis;
import org.quorama.simulation.lab.LabTime;
import org.quorama.simulation.time.DriftingClock;
import org.quorama.simulation.time.NodeClock;
import org.quorama.simulation.time.Schedule;
import org.quorama.trace.TraceEvent;

/**
 * All nodes of a run in one thread, on virtual time. Confined to the thread that made it.
 *
 * <p>Nodes are numbered from 0 in the order of their ids {@code n1, n2, ...}; clients follow.
 */
final class SimulatedCluster implements FaultTarget {
  private static final int MAX_EVENTS = 400_000;
  private static final long STEP = 1_000_000;

  /** How long it takes on average until a scanner sees a flipped block. */
  private static final long SCAN = 3_000_000_000L;

  private static final long ORIGIN = 3_600_000_000_000L;

  private final World world;
  private final Rules rules;
  private final ClusterChecker checker;
  private final List<SimulatedDisk> disks = new ArrayList<>();
  private final List<ChunkDisk> chunkDisks = new ArrayList<>();
  private final Nemesis nemesis;
  private long adminCalls;

  /** Makes a cluster whose nodes have all started. */
  SimulatedCluster(SimulationPlan plan, FaultMix mix, @Nullable Consumer<TraceEvent> sink) {
    this(world(plan, mix, sink, schedule -> null));
    startAll();
  }

  /** Makes a cluster on which a lab acts; its nodes have all started. */
  static SimulatedCluster ofLab(
      SimulationPlan plan, FaultMix mix, boolean frozen, Consumer<TraceEvent> sink) {
    SplittableRandom random = new SplittableRandom(plan.seed());
    SimulatedCluster cluster =
        new SimulatedCluster(
            world(plan, mix, sink, schedule -> new LabTime(schedule::now, frozen, random)));
    cluster.startAll();
    return cluster;
  }

  private void startAll() {
    for (int i = 0; i < world.nodes().size(); i++) {
      world.peers().add(new SimulatedNode(world, i, maker(i), checker));
    }
    world.peers().forEach(SimulatedNode::start);
  }

  /** Makes the disks and the checkers of a cluster; its maker adds the nodes. */
  SimulatedCluster(World world) {
    this.world = world;
    this.rules = rules(world);
    FaultMix.Disk faults = world.mix().disk();
    for (int i = 0; i < world.nodes().size(); i++) {
      disks.add(
          new SimulatedDisk(world.schedule(), world.chances().disk(), faults, world.plan().bugs()));
      chunkDisks.add(new ChunkDisk(world.schedule(), world.chances().disk(), faults));
    }
    this.checker = new ClusterChecker(rules, checked(), world.counters());
    this.nemesis = new Nemesis(this, world.mix().nemesis(), world.chances().nemesis());
  }

  private static Rules rules(World world) {
    LabTime lab = world.lab();
    return lab == null
        ? new Rules(world.plan(), world.schedule()::now)
        : new Rules(world.plan(), lab::truth, "do the same on the same seed to see it again");
  }

  private ClusterChecker.Nodes checked() {
    int voters = Math.min(world.mix().nodes().voters(), world.nodes().size());
    return new ClusterChecker.Nodes(
        world.nodes(),
        world.nodes().subList(0, voters),
        List.copyOf(disks),
        List.copyOf(chunkDisks),
        NodeMaker.config(world.nodes().get(0), world.nodes(), world.mix().nodes()).master());
  }

  private static World world(
      SimulationPlan plan,
      FaultMix mix,
      @Nullable Consumer<TraceEvent> sink,
      Function<Schedule, @Nullable LabTime> labOf) {
    Chances chances = Chances.ofSeed(plan.seed());
    chances.mix().nextLong();
    Schedule schedule = new Schedule();
    Counters counters = new Counters();
    int endpoints = plan.nodes() + mix.load().clients() + 1;
    SimulatedNetwork network =
        new SimulatedNetwork(schedule, chances.network(), counters, mix.network(), endpoints);
    List<NodeId> ids =
        IntStream.rangeClosed(1, plan.nodes()).mapToObj(i -> NodeId.of("n" + i)).toList();
    return new World(
        plan,
        mix,
        schedule,
        network,
        chances,
        counters,
        new TraceHash(),
        ids,
        new ArrayList<>(),
        sink,
        labOf.apply(schedule));
  }

  private NodeMaker maker(int index) {
    SplittableRandom random = world.chances().nodes();
    int drift = world.mix().nodes().driftPpm();
    int ppm = drift == 0 ? 0 : random.nextInt(2 * drift) - drift;
    SplittableRandom own = random.split();
    LabTime lab = world.lab();
    NodeClock drifting = new DriftingClock(random.nextLong(ORIGIN), ppm);
    return new NodeMaker(
        NodeMaker.config(world.nodes().get(index), world.nodes(), world.mix().nodes()),
        world.plan().bugs(),
        own,
        disks.get(index),
        chunkDisks.get(index),
        lab == null ? drifting : lab.clock());
  }

  World world() {
    return world;
  }

  Rules rules() {
    return rules;
  }

  ClusterChecker checker() {
    return checker;
  }

  @Override
  public int size() {
    return world.nodes().size();
  }

  SimulatedNode node(int index) {
    return world.peers().get(index);
  }

  SimulatedDisk disk(int index) {
    return disks.get(index);
  }

  ChunkDisk chunkDisk(int index) {
    return chunkDisks.get(index);
  }

  /** Returns how many nodes run. */
  int up() {
    return (int) world.peers().stream().filter(SimulatedNode::isUp).count();
  }

  @Override
  public int leader() {
    int leader = -1;
    int leaders = 0;
    for (SimulatedNode node : world.peers()) {
      if (node.leads()) {
        leaders++;
        leader = leader < 0 || term(node.index()) > term(leader) ? node.index() : leader;
      }
    }
    if (leaders > 1) {
      world.counters().count(Sometimes.TWO_LEADERS);
    }
    return leader;
  }

  @Override
  public long term(int node) {
    RaftStatus status = node(node).status();
    return status == null ? 0 : status.hardState().currentTerm();
  }

  /** Returns how far a node's log is committed, 0 if it is down. */
  long commitIndex(int node) {
    RaftStatus status = node(node).status();
    return status == null ? 0 : status.log().commitIndex();
  }

  @Override
  public void crash(int node) {
    node(node).crash();
  }

  @Override
  public void restart(int node) {
    if (!node(node).isUp()) {
      world.counters().count(Sometimes.RESTART);
      node(node).start();
    }
  }

  @Override
  public long now() {
    return world.schedule().now();
  }

  @Override
  public void after(long delayNanos, Runnable action) {
    world.schedule().after(delayNanos, action);
  }

  @Override
  public boolean isUp(int node) {
    return node(node).isUp();
  }

  @Override
  public void crashInStep(int node, int effects) {
    node(node).crashAfterEffects(effects);
  }

  @Override
  public void crashAfterForce(int node) {
    node(node).runner().crashAfterForce();
  }

  @Override
  public void pause(int node) {
    node(node).pause();
  }

  @Override
  public void resume(int node) {
    node(node).resume();
  }

  @Override
  public void cut(List<Fault.Link> links) {
    world.network().healAll();
    links.forEach(link -> world.network().cut(link.from(), link.to()));
    int leader = leader();
    if (leader >= 0 && !hearsQuorum(leader)) {
      world.counters().count(Sometimes.MINORITY_LEADER);
    }
  }

  private boolean hearsQuorum(int leader) {
    RaftStatus status = node(leader).status();
    int heard = 0;
    for (int i = 0; i < size() && status != null; i++) {
      boolean linked = !world.network().isCut(i, leader) && !world.network().isCut(leader, i);
      heard += linked && status.membership().isVoter(world.nodes().get(i)) ? 1 : 0;
    }
    return status == null || heard >= status.membership().quorum();
  }

  @Override
  public void drift(int node, int ppm) {
    world.counters().count(Sometimes.CLOCK_CHANGED);
    node(node).drift(ppm);
  }

  @Override
  public void disk(int node, Fault.DiskTrouble trouble) {
    disk(node).become(trouble);
  }

  @Override
  public void flip(int node, int draw) {
    ChunkId flipped = chunkDisks.get(node).flip(draw, chunk -> mayFlip(node, chunk));
    if (flipped != null) {
      world.counters().count(Sometimes.BLOCK_FLIPPED);
      scanLater(node, flipped, new SplittableRandom(draw));
    }
  }

  /** A scanner goes round without end: a node that was down, or forgot, finds it the next time. */
  private void scanLater(int node, ChunkId flipped, SplittableRandom random) {
    after(
        Chances.exponential(random, SCAN),
        () -> {
          node(node).runner().chunks().scan(flipped);
          ChunkDisk disk = chunkDisks.get(node);
          if (disk.version(flipped) != null && !disk.isIntact(flipped)) {
            scanLater(node, flipped, random);
          }
        });
  }

  /** At most one replica of a chunk is bad at a time, and two good ones remain. */
  private boolean mayFlip(int node, ChunkId chunk) {
    ChunkVersion version = chunkDisks.get(node).version(chunk);
    int good = 0;
    boolean anyBad = false;
    for (int i = 0; i < size(); i++) {
      ChunkVersion other = chunkDisks.get(i).version(chunk);
      boolean isIntact = chunkDisks.get(i).isIntact(chunk);
      anyBad |= other != null && !isIntact;
      boolean isCurrent = other != null && version != null && other.compareTo(version) >= 0;
      good += isCurrent && isIntact && i != node ? 1 : 0;
    }
    return good >= 2 && !anyBad;
  }

  @Override
  public void changeMembership(Membership.Step step, int node) {
    Membership.Change change = new Membership.Change(step, world.nodes().get(node));
    askLeader(new RaftInput.MembershipChangeRequested(adminCall(), change));
  }

  @Override
  public void transfer(int node) {
    askLeader(new RaftInput.TransferRequested(adminCall(), world.nodes().get(node)));
  }

  private CallId adminCall() {
    adminCalls++;
    return new CallId(-adminCalls);
  }

  private void askLeader(RaftInput input) {
    int leader = leader();
    if (leader >= 0) {
      node(leader).whenAble(() -> node(leader).take(new NodeInput.ForRaft(input)));
    }
  }

  @Override
  public void snapshot(int node) {
    RaftStatus status = node(node).status();
    if (status != null && status.log().lastApplied() > 0 && node(node).isAwake()) {
      node(node).whenAble(() -> snapshotNow(node(node)));
    }
  }

  private static void snapshotNow(SimulatedNode node) {
    RaftStatus status = node.status();
    if (status != null) {
      MasterInput wanted = new MasterInput.SnapshotWanted(status.log().lastApplied());
      node.take(new NodeInput.ForMaster(wanted));
    }
  }

  /** Lets the nemesis begin, or do what it did in another run. */
  void unleash(@Nullable List<FaultEvent> faults) {
    if (faults != null) {
      nemesis.replay(faults);
    } else if (world.mix().nemesis().meanGap() > 0) {
      nemesis.start();
    }
  }

  /** Returns what the nemesis did so far. */
  List<FaultEvent> faults() {
    return nemesis.events();
  }

  /** Ends all faults: links are whole, disks are good, all nodes run. */
  void calm() {
    nemesis.stop();
    disks.forEach(SimulatedDisk::calm);
    world.network().healAll();
    world.network().calm();
    world.peers().forEach(SimulatedNode::spare);
    world.peers().forEach(SimulatedNode::resume);
    world.peers().forEach(node -> restart(node.index()));
  }

  /** Tells whether there is one leader, whom all follow, and all logs and states are equal. */
  boolean isSettled() {
    int leader = leader();
    RaftStatus first = leader < 0 ? null : node(leader).status();
    if (first == null || first.log().lastApplied() != first.log().last().index()) {
      return false;
    }
    for (NodeId member : first.membership().all()) {
      int i = world.indexOf(member);
      RaftStatus status = node(i).status();
      boolean equal =
          status != null
              && status.hardState().currentTerm() == first.hardState().currentTerm()
              && world.nodes().get(leader).equals(status.leaderId())
              && status.log().last().equals(first.log().last())
              && status.log().lastApplied() == first.log().lastApplied()
              && node(i).digest() == node(leader).digest();
      if (!equal) {
        return false;
      }
    }
    return true;
  }

  /** Returns a few words about each node: role, term, log, members. */
  String words() {
    return world.peers().stream().map(SimulatedCluster::words).collect(Collectors.joining("; "));
  }

  private static String words(SimulatedNode node) {
    RaftStatus status = node.status();
    return status == null
        ? node.id() + " is down"
        : String.format(
            "%s %s t%d log %s commit %d voters %s%s, state %016x",
            node.id(),
            status.role(),
            status.hardState().currentTerm(),
            status.log().last(),
            status.log().commitIndex(),
            status.membership().voters(),
            status.membership().learners(),
            node.digest());
  }

  void run(Duration virtual) {
    world.schedule().runUntil(world.schedule().now() + virtual.toNanos(), MAX_EVENTS);
  }

  /** Runs until something holds; returns whether it does, within a bound. */
  boolean runUntil(BooleanSupplier holds, Duration bound) {
    long end = world.schedule().now() + bound.toNanos();
    while (!holds.getAsBoolean() && world.schedule().now() < end && !isExhausted()) {
      world.schedule().runUntil(world.schedule().now() + STEP, MAX_EVENTS);
    }
    return holds.getAsBoolean();
  }

  /** Tells whether the run ended early because too much happened. */
  boolean isExhausted() {
    return world.schedule().handled() >= MAX_EVENTS;
  }
}
