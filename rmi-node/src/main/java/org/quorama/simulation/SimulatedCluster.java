package org.quorama.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RaftStatus;
import org.quorama.simulation.SimulationReport.Sometimes;
import org.quorama.simulation.World.Chances;
import org.quorama.simulation.World.Counters;
import org.quorama.simulation.World.TraceHash;
import org.quorama.trace.TraceEvent;

/**
 * All nodes of a run in one thread, on virtual time. Confined to the thread that made it.
 *
 * <p>Nodes are numbered from 0 in the order of their ids {@code n1, n2, ...}; clients follow.
 */
final class SimulatedCluster {
  private static final long MAX_EVENTS = 400_000;
  private static final long STEP = 1_000_000;
  private static final long ORIGIN = 3_600_000_000_000L;

  private final World world;
  private final Rules rules;
  private final ClusterChecker checker;
  private final List<SimulatedDisk> disks = new ArrayList<>();
  private final List<ChunkDisk> chunkDisks = new ArrayList<>();
  private final @Nullable Nemesis nemesis;

  /** Makes a cluster whose nodes have all started. */
  SimulatedCluster(SimulationPlan plan, FaultMix mix, @Nullable Consumer<TraceEvent> sink) {
    this.world = world(plan, mix, sink);
    this.rules = new Rules(plan, world.schedule());
    for (int i = 0; i < plan.nodes(); i++) {
      disks.add(
          new SimulatedDisk(world.schedule(), world.chances().disk(), mix.disk(), plan.bugs()));
      chunkDisks.add(new ChunkDisk(world.schedule(), world.chances().disk(), mix.disk()));
    }
    ClusterChecker.Disks all = new ClusterChecker.Disks(disks, chunkDisks);
    this.checker = new ClusterChecker(rules, world.nodes(), all, world.counters());
    for (int i = 0; i < plan.nodes(); i++) {
      world.peers().add(new SimulatedNode(world, i, maker(i), checker));
    }
    this.nemesis = mix.nemesis().meanGap() > 0 ? new Nemesis(world, this) : null;
    world.peers().forEach(SimulatedNode::start);
  }

  private static World world(
      SimulationPlan plan, FaultMix mix, @Nullable Consumer<TraceEvent> sink) {
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
        sink);
  }

  private NodeMaker maker(int index) {
    SplittableRandom random = world.chances().nodes();
    int drift = world.mix().nodes().driftPpm();
    int ppm = drift == 0 ? 0 : random.nextInt(2 * drift) - drift;
    return new NodeMaker(
        NodeMaker.config(world.nodes().get(index), world.nodes(), world.mix().nodes()),
        NodeMaker.rules(world.plan().bugs()),
        random.split(),
        disks.get(index),
        chunkDisks.get(index),
        new NodeMaker.NodeClock(random.nextLong(ORIGIN), ppm));
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

  int size() {
    return world.peers().size();
  }

  SimulatedNode node(int index) {
    return world.peers().get(index);
  }

  SimulatedDisk disk(int index) {
    return disks.get(index);
  }

  /** Returns how many nodes run. */
  int up() {
    return (int) world.peers().stream().filter(SimulatedNode::isUp).count();
  }

  /** Returns the running leader of the greatest term, -1 if there is none. */
  int leader() {
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

  /** Returns a node's currentTerm, 0 if it is down. */
  long term(int node) {
    RaftStatus status = node(node).status();
    return status == null ? 0 : status.hardState().currentTerm();
  }

  /** Returns how far a node's log is committed, 0 if it is down. */
  long commitIndex(int node) {
    RaftStatus status = node(node).status();
    return status == null ? 0 : status.log().commitIndex();
  }

  void crash(int node) {
    node(node).crash();
  }

  void restart(int node) {
    if (!node(node).isUp()) {
      world.counters().count(Sometimes.RESTART);
      node(node).start();
    }
  }

  /** Lets the nemesis begin. */
  void unleash() {
    if (nemesis != null) {
      nemesis.start();
    }
  }

  /** Ends all faults: links are whole, all nodes run. */
  void calm() {
    if (nemesis != null) {
      nemesis.stop();
    }
    world.network().healAll();
    world.network().calm();
    world.peers().forEach(SimulatedNode::spare);
    world.peers().forEach(SimulatedNode::resume);
    world.peers().forEach(node -> restart(node.index()));
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
