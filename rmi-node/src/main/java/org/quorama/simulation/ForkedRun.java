package org.quorama.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.InvariantViolation;
import org.quorama.raft.RaftConfig;
import org.quorama.raft.RaftStatus;
import org.quorama.raft.log.RaftLog;
import org.quorama.runtime.record.ForkPoint;
import org.quorama.simulation.check.Counters;
import org.quorama.simulation.fault.Chances;
import org.quorama.simulation.fault.FaultMix;
import org.quorama.simulation.time.DriftingClock;
import org.quorama.simulation.time.Schedule;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.TraceEvent;

/**
 * Goes on from a point of a recording in the simulator: the same cores, on virtual time, with a
 * quick network and quick disks. Runs once.
 *
 * <p>Messages under way at the point are lost, and so are callers; bytes of replicas are zero; a
 * node that was down stays down unless it is restarted. The rules of Raft are checked, those of
 * files are not: their past was not seen. What the seed decides is drawn anew.
 */
public final class ForkedRun {
  private static final long DELAY = 500_000;
  private static final int BUFFERED = 64;

  private final SimulatedCluster cluster;

  /**
   * How a branch goes on.
   *
   * @param seed decides election timeouts and delays
   * @param restart whether nodes that were down start again
   */
  public record Plan(long seed, boolean restart) {}

  /**
   * How a branch ended.
   *
   * @param violation the rule that was broken, null if none was
   * @param nodes a few words about each node
   * @param steps how much happened
   */
  public record Result(@Nullable String violation, String nodes, long steps) {}

  /**
   * Prepares a branch.
   *
   * @param past where it begins; its cores go on
   * @param recording what the past is called in the branch's first events
   * @param plan how it goes on
   * @param sink gets the branch's trace
   */
  public ForkedRun(ForkPoint past, String recording, Plan plan, Consumer<TraceEvent> sink) {
    Chances chances = Chances.ofSeed(plan.seed());
    for (ForkPoint.Node node : past.nodes()) {
      ForkPoint.Running running = node.running();
      long own = chances.mix().nextLong();
      if (running != null) {
        running.reseed().accept(own);
      }
    }
    cluster = new SimulatedCluster(world(past, chances, plan.seed(), sink));
    fillDisks(past);
    for (int i = 0; i < past.nodes().size(); i++) {
      NodeMaker maker = maker(past.nodes().get(i), i);
      cluster.world().peers().add(new SimulatedNode(cluster.world(), i, maker, cluster.checker()));
    }
    goOn(past, new NodeTrace.Forked(recording, past.lamport()));
    for (int i = 0; plan.restart() && i < cluster.size(); i++) {
      cluster.restart(i);
    }
  }

  /** Puts on the disks what the recording says, and tells the checker. */
  private void fillDisks(ForkPoint past) {
    long term = 0;
    for (int i = 0; i < past.nodes().size(); i++) {
      ForkPoint.Disk disk = past.nodes().get(i).disk();
      cluster.disk(i).restore(disk.durable());
      cluster.chunkDisk(i).restore(disk.replicas());
      term = Math.max(term, disk.durable().hardState().currentTerm());
    }
    cluster.checker().goesOn(past.committed(), term, past.digests());
  }

  private NodeMaker maker(ForkPoint.Node past, int index) {
    World world = cluster.world();
    return new NodeMaker(
        past.config(),
        world.plan().bugs(),
        world.chances().nodes().split(),
        cluster.disk(index),
        cluster.chunkDisk(index),
        new DriftingClock(past.now().nanos(), world.schedule().now(), 0));
  }

  private void goOn(ForkPoint past, NodeTrace.Forked forked) {
    for (int i = 0; i < past.nodes().size(); i++) {
      ForkPoint.Node node = past.nodes().get(i);
      ForkPoint.Running running = node.running();
      if (running == null) {
        cluster.node(i).stayDown(node);
      } else {
        RaftStatus status = running.core().raftStatus();
        RaftLog log = running.core().raftLog();
        long snapshot = status.log().snapshotIndex();
        int behind = (int) (log.lastIndex() - snapshot);
        cluster.checker().goesOn(i, status, log.entriesFrom(snapshot + 1, behind));
        cluster.node(i).goOn(node, running, forked);
      }
    }
  }

  private static World world(
      ForkPoint past, Chances chances, long seed, Consumer<TraceEvent> sink) {
    FaultMix mix = mix(past.nodes().get(0).config().raft());
    List<NodeId> ids = past.nodes().stream().map(ForkPoint.Node::id).toList();
    Schedule schedule = new Schedule(past.timeNanos());
    Counters counters = new Counters();
    return new World(
        SimulationPlan.safety(seed, Duration.ZERO),
        mix,
        schedule,
        new SimulatedNetwork(schedule, chances.network(), counters, mix.network(), ids.size() + 1),
        chances,
        counters,
        new World.TraceHash(),
        ids,
        new ArrayList<>(),
        sink,
        null);
  }

  private static FaultMix mix(RaftConfig raft) {
    return new FaultMix(
        new FaultMix.Network(DELAY, DELAY, 0, 0, 0, false),
        new FaultMix.Disk(DELAY, DELAY, 0, BUFFERED),
        new FaultMix.Nodes(
            0,
            raft.members().size(),
            raft.timing(),
            raft.features(),
            raft.limits(),
            raft.snapshots()),
        new FaultMix.Trouble(0, 0, List.of(), new FaultMix.Hunt(0, 0), false),
        new FaultMix.Load(0, 0, 0, false, 0, List.of()));
  }

  /**
   * Runs on to the end, or to the first broken rule.
   *
   * @param virtual how long, on virtual time
   */
  public Result run(Duration virtual) {
    String violation = null;
    try {
      cluster.run(virtual);
    } catch (InvariantViolation broken) {
      violation = String.valueOf(broken.getMessage()).replaceAll("; replay with.*", "");
    }
    return new Result(violation, cluster.words(), cluster.world().schedule().handled());
  }
}
