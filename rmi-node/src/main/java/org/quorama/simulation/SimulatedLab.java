package org.quorama.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.protocol.InvariantViolation;
import org.quorama.raft.RaftConfig;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.lab.LabView;
import org.quorama.simulation.fault.FaultMix;
import org.quorama.simulation.fault.Swarm;
import org.quorama.simulation.lab.LabRequest;
import org.quorama.simulation.lab.LabTime;
import org.quorama.trace.TraceEvent;

/**
 * A simulated cluster that takes the orders of a lab as live nodes do: the same desk, the same gate
 * and the same clocks, on virtual time. Nothing breaks by itself; all rules are checked after every
 * step. The same calls on the same seed give the same trace. Confined to one thread at a time.
 *
 * <p>After each call nothing is under way any more, and no virtual time passes between calls: a
 * cluster whose time is not frozen goes on only in {@link #run}.
 *
 * <p>Every method throws {@link InvariantViolation} once a rule is broken; the message names it.
 */
public final class SimulatedLab {
  /** Nothing that is under way takes longer, and be the disk as slow as it may. */
  private static final Duration SETTLING = Duration.ofMinutes(2);

  /** More events after one order mean that something goes on and on. */
  private static final int MAX_EVENTS = 200_000;

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final Duration LONG = Duration.ofDays(1);

  private final SimulatedCluster cluster;
  private final World world;
  private final LabTime time;
  private final MasterCalls client;
  private final int endpoint;

  /** Until when an appointed pace may begin, in virtual nanoseconds. */
  private long appointedUntil;

  private @Nullable InvariantViolation broken;

  /**
   * What a cluster is like.
   *
   * @param seed decides all that is left to chance
   * @param nodes how many, 1 to 9
   * @param frozen whether protocol time stands still on nodes that start
   * @param timing how long elections take
   * @param features what goes beyond the basic algorithm
   * @param limits the bounds of queues and messages
   * @param snapshots when snapshots are taken
   */
  public record Settings(
      long seed,
      int nodes,
      boolean frozen,
      RaftConfig.Timing timing,
      Set<RaftConfig.Feature> features,
      RaftConfig.Limits limits,
      RaftConfig.Snapshots snapshots) {
    /** Copies the set. */
    public Settings {
      features = Set.copyOf(features);
    }

    /**
     * Returns usual settings.
     *
     * @param seed decides all that is left to chance
     * @param nodes how many, 1 to 9
     * @param frozen whether protocol time stands still on nodes that start
     */
    public static Settings usual(long seed, int nodes, boolean frozen) {
      FaultMix.Nodes calm = Swarm.calm().nodes();
      return new Settings(
          seed, nodes, frozen, calm.timing(), calm.features(), calm.limits(), calm.snapshots());
    }

    /**
     * Returns the same with other features of Raft.
     *
     * @param others what goes beyond the basic algorithm
     */
    public Settings withFeatures(Set<RaftConfig.Feature> others) {
      return new Settings(seed, nodes, frozen, timing, others, limits, snapshots);
    }

    private FaultMix mix() {
      FaultMix calm = Swarm.calm();
      FaultMix.Nodes like = new FaultMix.Nodes(0, nodes, timing, features, limits, snapshots);
      return new FaultMix(calm.network(), calm.disk(), like, calm.nemesis(), calm.load());
    }
  }

  /**
   * Starts a cluster.
   *
   * @param settings what it is like
   * @param sink gets the trace of all nodes, event by event
   */
  public SimulatedLab(Settings settings, Consumer<TraceEvent> sink) {
    SimulationPlan plan =
        new SimulationPlan(
            settings.seed(),
            LONG,
            SimulationPlan.Kind.SAFETY,
            settings.nodes(),
            Set.of(),
            SimulationPlan.Depth.CAUSES,
            null);
    this.cluster = SimulatedCluster.ofLab(plan, settings.mix(), settings.frozen(), sink);
    this.world = cluster.world();
    LabTime shared = world.lab();
    if (shared == null) {
      throw new AssertionError("A lab has a time");
    }
    this.time = shared;
    this.endpoint = settings.nodes();
    MasterCalls.Completed completed = new MasterCalls.Completed();
    this.client = new MasterCalls(world, cluster.rules(), completed, endpoint);
    settle();
  }

  /** Returns the nodes, in the order of their ids. */
  public List<NodeId> nodes() {
    return world.nodes();
  }

  /** Returns virtual time in nanoseconds since the start. */
  public long nanos() {
    return world.schedule().now();
  }

  /** Returns the first whole millisecond of virtual time that is not over: for appointments. */
  public long wallMillis() {
    return (nanos() + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
  }

  /** Returns a hash of all steps of all nodes: equal if two runs are. */
  public long hash() {
    return world.hash().value();
  }

  /**
   * Tells whether a node runs.
   *
   * @param node which
   */
  public boolean isUp(NodeId node) {
    return node(node).isUp();
  }

  /**
   * Has a node do what a lab wants.
   *
   * @param node which
   * @param order what; a pace is appointed in milliseconds of virtual time, see {@link #wallMillis}
   * @return what the lab sees of it when nothing is under way any more
   * @throws IllegalStateException if it cannot; the message says why
   */
  public LabView lab(NodeId node, LabOrder order) {
    return checked(
        () -> {
          LabView taken = runningLab(node).desk().answer(order).view();
          time.took(node, order);
          if (order instanceof LabOrder.SetPace pace) {
            appointedUntil = Math.max(appointedUntil, pace.atWallMillis() * NANOS_PER_MILLI);
          }
          settle();
          NodeLab after = node(node).lab();
          return after == null ? taken : after.desk().answer(new LabOrder.Look()).view();
        });
  }

  /**
   * Ends a node without warning.
   *
   * @param node which
   */
  public void kill(NodeId node) {
    checked(
        () -> {
          node(node).crash();
          settle();
          return node;
        });
  }

  /**
   * Starts a node that is down; nothing that a lab ordered is left there.
   *
   * @param node which
   */
  public void restart(NodeId node) {
    checked(
        () -> {
          cluster.restart(world.indexOf(node));
          settle();
          return node;
        });
  }

  /**
   * Lets virtual time pass, and protocol time with it on all nodes where it does not stand still.
   * Nothing passes if it stands still everywhere and no other pace is appointed.
   *
   * @param length how much virtual time
   */
  public void run(Duration length) {
    checked(
        () -> {
          boolean passes = nanos() <= appointedUntil || isAnyRunning();
          if (passes) {
            world.schedule().runUntil(nanos() + length.toNanos());
            settle();
          }
          return passes;
        });
  }

  private boolean isAnyRunning() {
    return world.peers().stream()
        .map(SimulatedNode::lab)
        .anyMatch(lab -> lab != null && !lab.isFrozen());
  }

  /**
   * Has a client ask one node, once.
   *
   * @param node which
   * @param operation what to do
   * @return what becomes of it, perhaps not known yet
   * @throws IllegalStateException if it is down
   */
  public LabRequest ask(NodeId node, FileOperation operation) {
    SimulatedNode to = node(node);
    LabRequest request = new LabRequest();
    return checked(
        () -> {
          runningLab(node).askedBy(request);
          OperationRequest once = OperationRequest.once(operation);
          world
              .network()
              .send(
                  endpoint,
                  to.index(),
                  () -> to.runner().chunks().operation(once, reply -> answer(to, request, reply)));
          settle();
          return request;
        });
  }

  private void answer(SimulatedNode from, LabRequest request, OperationReply reply) {
    world.network().send(from.index(), endpoint, () -> request.answer(reply));
  }

  /**
   * Has a client ask whoever leads, again and again under one request id.
   *
   * @param operation what to do
   * @return what becomes of it, perhaps not known yet
   */
  public LabRequest perform(FileOperation operation) {
    LabRequest request = new LabRequest();
    return checked(
        () -> {
          client.perform(operation, result -> request.answer(result.reply()));
          settle();
          return request;
        });
  }

  private SimulatedNode node(NodeId node) {
    int index = world.indexOf(node);
    if (index < 0) {
      throw new IllegalArgumentException("No node is called " + node + ": " + nodes());
    }
    return cluster.node(index);
  }

  private NodeLab runningLab(NodeId node) {
    NodeLab lab = node(node).lab();
    if (lab == null) {
      throw new IllegalStateException(node + " is down: restart it before");
    }
    return lab;
  }

  /** What a broken rule ends. */
  private interface Turn<T> {
    T take();
  }

  private <T> T checked(Turn<T> turn) {
    if (broken != null) {
      throw broken;
    }
    try {
      return turn.take();
    } catch (InvariantViolation violation) {
      broken = violation;
      throw violation;
    }
  }

  /** Runs until nothing is under way. */
  private void settle() {
    long until = nanos() + SETTLING.toNanos();
    for (int events = 0; isBusy() && world.schedule().next(until); events++) {
      if (events > MAX_EVENTS) {
        throw new IllegalStateException("Something goes on and on: " + cluster.words());
      }
    }
  }

  private boolean isBusy() {
    return world.schedule().underWay() > 0
        || world.peers().stream()
            .map(SimulatedNode::lab)
            .anyMatch(lab -> lab != null && lab.isDue());
  }
}
