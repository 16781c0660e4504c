package org.quorama.simulation;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.RaftInput;
import org.quorama.raft.RaftMessage;
import org.quorama.raft.RaftStatus;
import org.quorama.raft.RoleName;
import org.quorama.runtime.core.NodeEffect;
import org.quorama.runtime.core.NodeInput;
import org.quorama.runtime.record.ForkPoint;
import org.quorama.simulation.SimulationReport.Sometimes;
import org.quorama.simulation.World.TraceHash;
import org.quorama.simulation.check.ClusterChecker;
import org.quorama.simulation.mutant.HostedCore;
import org.quorama.trace.FaultTrace.Timer;
import org.quorama.trace.NodeTrace;

/**
 * One node's host: steps the core on virtual time, executes its effects, and can be crashed
 * (between any two effects), restarted and paused.
 */
final class SimulatedNode {
  private final World world;
  private final int index;
  private final NodeMaker maker;
  private final ClusterChecker checker;
  private final EffectRunner runner;
  private final NodeTracing tracing;

  /** The core of this boot, null while the node is down. */
  private @Nullable HostedCore core;

  /** Counts the boots; what was planned in an earlier one does not happen. */
  private int incarnation;

  /** When the outstanding wake-up comes, {@link Long#MAX_VALUE} if there is none. */
  private long wakeAt;

  /** What a paused node will do when it goes on, null if it is not paused. */
  private @Nullable ArrayDeque<Runnable> stalled;

  /** Whether Raft has made a step in this boot: then the state machine is restored. */
  private boolean awake;

  /** How many more effects are executed before the node crashes; negative if it does not. */
  private int effectsUntilCrash = -1;

  SimulatedNode(World world, int index, NodeMaker maker, ClusterChecker checker) {
    this.world = world;
    this.index = index;
    this.maker = maker;
    this.checker = checker;
    this.tracing = new NodeTracing(world, world.nodes().get(index));
    this.runner = new EffectRunner(world, this, checker, maker);
  }

  int index() {
    return index;
  }

  NodeId id() {
    return world.nodes().get(index);
  }

  NodeTracing tracing() {
    return tracing;
  }

  EffectRunner runner() {
    return runner;
  }

  boolean isUp() {
    return core != null;
  }

  boolean isAwake() {
    return core != null && awake;
  }

  boolean isPaused() {
    return stalled != null;
  }

  boolean leads() {
    return core != null && core.raftStatus().role() == RoleName.LEADER;
  }

  /** Returns what the node believes, null while it is down. */
  @Nullable RaftStatus status() {
    return core == null ? null : core.raftStatus();
  }

  long digest() {
    return core == null ? 0 : core.metadataDigest();
  }

  void start() {
    if (core != null) {
      return;
    }
    incarnation++;
    awake = false;
    wakeAt = Long.MAX_VALUE;
    checker.booted(index, maker.disk().recovered());
    maker.clock().boot();
    core = maker.make(localNow(), incarnation);
    tracing.booted(incarnation, core.raftStatus());
    runner.booted();
    wakeLater();
  }

  /** Returns what a lab sees of this boot, null without a lab or while the node is down. */
  @Nullable NodeLab lab() {
    return runner.lab();
  }

  int incarnation() {
    return incarnation;
  }

  MonotonicTime nextWakeup(Timer timer) {
    return core == null ? MonotonicTime.NEVER : core.nextWakeup(timer);
  }

  /** Takes over a recorded node with the cores that it had. */
  void goOn(ForkPoint.Node past, ForkPoint.Running running, NodeTrace.Forked forked) {
    incarnation = (int) past.incarnation();
    awake = true;
    wakeAt = Long.MAX_VALUE;
    core = HostedCore.real(running.core());
    tracing.forked(forked, past, running.core().raftStatus());
    runner.goOn(running, past.disk().pending());
    running.lost().forEach(lost -> world.schedule().after(0, inThisBoot(() -> take(lost))));
    wakeLater();
  }

  /** Takes over a recorded node that was down. */
  void stayDown(ForkPoint.Node past) {
    incarnation = (int) past.incarnation();
  }

  void crash() {
    if (core == null) {
      return;
    }
    world.counters().count(Sometimes.CRASH);
    world.hash().add(index);
    tracing.killed();
    core = null;
    stalled = null;
    effectsUntilCrash = -1;
    runner.crash();
    maker.chunkDisk().crash();
    checker.crashed();
    world.peers().forEach(peer -> peer.ended(index));
    if (maker.disk().crash()) {
      world.counters().count(Sometimes.UNFORCED_LOST);
    }
    if (world.peers().stream().noneMatch(SimulatedNode::isUp)) {
      world.counters().count(Sometimes.ALL_DOWN);
    }
  }

  /** Has no call wait for another node, which is down. */
  private void ended(int other) {
    NodeLab lab = lab();
    if (lab != null) {
      lab.ended(other);
    }
  }

  /** Lets the node crash in its next step that has effects, after so many of them. */
  void crashAfterEffects(int count) {
    effectsUntilCrash = count;
  }

  /** Takes back every crash that has been arranged and has not come. */
  void spare() {
    effectsUntilCrash = -1;
    runner.spare();
  }

  void pause() {
    if (core != null && stalled == null) {
      world.counters().count(Sometimes.PAUSE);
      stalled = new ArrayDeque<>();
    }
  }

  void resume() {
    ArrayDeque<Runnable> waiting = stalled;
    stalled = null;
    if (waiting != null && leads() && isDeposed()) {
      world.counters().count(Sometimes.PAUSED_LEADER_DEPOSED);
    }
    if (waiting != null) {
      checker.resumed(index);
      waiting.forEach(Runnable::run);
    }
  }

  /** Tells whether a node of a later term leads. */
  private boolean isDeposed() {
    RaftStatus own = status();
    return own != null
        && world.peers().stream()
            .filter(SimulatedNode::leads)
            .map(SimulatedNode::status)
            .anyMatch(
                other ->
                    other != null
                        && other.hardState().currentTerm() > own.hardState().currentTerm());
  }

  /** Returns an action that happens only in this boot, and not while the node is paused. */
  Runnable inThisBoot(Runnable action) {
    int boot = incarnation;
    return () -> runIn(boot, action);
  }

  /** Returns a callback that is called only in this boot, and not while the node is paused. */
  <T> Consumer<T> inThisBoot(Consumer<T> callback) {
    int boot = incarnation;
    return value -> runIn(boot, () -> callback.accept(value));
  }

  private void runIn(int boot, Runnable action) {
    if (core == null || incarnation != boot) {
      return;
    }
    if (stalled != null) {
      stalled.add(() -> runIn(boot, action));
    } else {
      action.run();
    }
  }

  /** Does something as soon as the node can: now, after its pause, or never if it is down. */
  void whenAble(Runnable action) {
    runIn(incarnation, action);
  }

  void messageArrived(SimulatedNode from, RaftMessage message, NodeTracing.Stamp stamp) {
    whenAble(
        () -> {
          tracing.received(stamp, from.id(), message);
          checker.arriving(index, message);
          take(new NodeInput.ForRaft(new RaftInput.MessageArrived(from.id(), message)));
        });
  }

  /** Gives the core an input and executes what it wants. */
  void take(NodeInput input) {
    HostedCore stepping = core;
    if (stepping == null) {
      return;
    }
    checker.taking(index, input);
    RaftStatus before = stepping.raftStatus();
    MonotonicTime now = localNow();
    List<NodeEffect> effects = stepping.step(now, input);
    RaftStatus after = stepping.raftStatus();
    awake |= input instanceof NodeInput.ForRaft;
    hash(effects.size(), after);
    tracing.stepped(input, effects, before, after, now);
    checker.stepped(index, before, effects, after);
    checkRestored(stepping, effects, after);
    execute(effects);
    wakeLater();
  }

  private void checkRestored(HostedCore stepped, List<NodeEffect> effects, RaftStatus after) {
    for (NodeEffect effect : effects) {
      if (effect instanceof NodeEffect.OfRaft raft
          && raft.effect() instanceof RaftEffect.RestoreSnapshot restore
          && restore.snapshot().index() == after.log().lastApplied()) {
        checker.restored(index, restore.snapshot(), stepped.metadataDigest());
      }
    }
  }

  private void hash(int effects, RaftStatus after) {
    TraceHash hash = world.hash();
    hash.add(world.schedule().now());
    hash.add(index * 64L + effects);
    hash.add(after.hardState().currentTerm());
    hash.add(after.role() == RoleName.LEADER ? 1 : 0);
    hash.add(after.log().last().index());
    hash.add(after.log().commitIndex());
  }

  private void execute(List<NodeEffect> effects) {
    for (NodeEffect effect : effects) {
      if (effectsUntilCrash == 0) {
        world.counters().count(Sometimes.CRASH_IN_STEP);
        crash();
        return;
      }
      effectsUntilCrash = Math.max(-1, effectsUntilCrash - 1);
      runner.execute(effect);
    }
  }

  /** Returns what a disk tells this boot. */
  SimulatedDisk.Listener diskListener() {
    int boot = incarnation;
    return new SimulatedDisk.Listener() {
      @Override
      public void durable(long ticket) {
        runIn(boot, () -> runner.persisted(ticket));
      }

      @Override
      public void failed() {
        runIn(boot, SimulatedNode.this::stopForDisk);
      }
    };
  }

  /** A node whose disk fails stops: it knows no more what is durable. */
  private void stopForDisk() {
    world.counters().count(Sometimes.DISK_FAILED);
    crash();
  }

  /** Lets the clock gain or lose from now on. */
  void drift(int ppm) {
    maker.clock().drift(world.schedule().now(), ppm);
    wakeAnew();
  }

  /** Plans its wake-up anew, since its clock runs otherwise now. */
  void wakeAnew() {
    wakeAt = Long.MAX_VALUE;
    wakeLater();
  }

  private MonotonicTime nextWakeup() {
    if (core == null) {
      return MonotonicTime.NEVER;
    }
    NodeLab lab = lab();
    return lab == null ? core.nextWakeup() : lab.nextWakeup();
  }

  private void wakeLater() {
    MonotonicTime next = nextWakeup();
    if (core == null || (lab() == null && next.equals(MonotonicTime.NEVER))) {
      return;
    }
    long wanted = Math.max(maker.clock().virtualOf(next), world.schedule().now() + 1);
    if (wanted < wakeAt) {
      wakeAt = wanted;
      world.schedule().deadlineAt(wanted, inThisBoot(() -> wake(wanted)));
    }
  }

  private void wake(long planned) {
    if (wakeAt != planned) {
      return; // an earlier wake-up came in between and planned anew
    }
    wakeAt = Long.MAX_VALUE;
    if (core != null && nextWakeup().isDue(localNow())) {
      timePassed();
    } else {
      wakeLater();
    }
  }

  private void timePassed() {
    NodeLab lab = lab();
    if (lab == null) {
      take(new NodeInput.TimePassed());
      checker.woken(index, nextWakeup().isDue(localNow()));
    } else {
      lab.timePassed();
      wakeLater();
    }
  }

  MonotonicTime localNow() {
    return maker.clock().at(world.schedule().now());
  }
}
