package org.quorama.runtime.record;

import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.RaftInput;
import org.quorama.raft.RaftStatus;
import org.quorama.runtime.core.NodeCore;
import org.quorama.runtime.core.NodeCoreConfig;
import org.quorama.runtime.core.NodeEffect;
import org.quorama.runtime.core.NodeInput;
import org.quorama.runtime.core.NodeTracer;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.TraceEvent;

/** The cores of one boot, made again and stepped through the recorded inputs. */
final class ReplayedBoot {
  private final InputReader reader = new InputReader();
  private final NodeCore core;
  private final NodeTracer tracer;
  private final CoreOrigin origin;
  private final ReplayedDisk disk;
  private final Unanswered unanswered = new Unanswered();
  private final History history;
  private SplittableRandom random;
  private MonotonicTime now;
  private long inputs;

  /**
   * A recorded input.
   *
   * @param now the node's protocol time
   * @param input what the cores took, null if it cannot be read
   * @param wrong why it cannot be read, null if it can
   */
  record Taken(MonotonicTime now, @Nullable NodeInput input, @Nullable String wrong) {}

  /**
   * Makes the cores.
   *
   * @param event the last that says what they were made from
   * @param bytes all of that
   * @param history notes what is committed
   * @throws IllegalArgumentException if it cannot be read
   */
  ReplayedBoot(TraceEvent event, byte[] bytes, History history) {
    this.history = history;
    this.origin = reader.read(bytes, CoreOrigin.class);
    this.random = new SplittableRandom(origin.seed());
    this.now = origin.began();
    this.core = origin.make(bound -> random.nextLong(bound));
    this.disk = new ReplayedDisk(origin.recovered().raft());
    history.beginsBehind(core.raftLog());
    this.tracer = new NodeTracer(event.node(), event.incarnation(), MetadataCommand::describe);
    tracer.booted(core.raftStatus());
  }

  NodeCore core() {
    return core;
  }

  /** Returns what an event's input says. */
  Taken read(NodeTrace.InputTaken taken, byte[] bytes) {
    MonotonicTime now = new MonotonicTime(taken.nanos());
    if (bytes.length == 0) {
      return new Taken(now, new NodeInput.TimePassed(), null);
    }
    try {
      return new Taken(now, reader.read(bytes, NodeInput.class), null);
    } catch (IllegalArgumentException e) {
      return new Taken(now, null, "the input " + e.getMessage());
    }
  }

  /** Returns the events of what the disk has kept when it says so by an input. */
  List<TraceEvent> durableBefore(Taken taken) {
    return taken.input() instanceof NodeInput.ForRaft raft
            && raft.input() instanceof RaftInput.Persisted persisted
        ? forced(persisted)
        : List.of();
  }

  private List<TraceEvent> forced(RaftInput.Persisted persisted) {
    disk.forced(persisted.ticket());
    return tracer.persisted(0, persisted);
  }

  private void keep(NodeEffect effect) {
    history.observe(effect);
    unanswered.asked(effect);
    if (effect instanceof NodeEffect.OfRaft raft
        && raft.effect() instanceof RaftEffect.Persist persist) {
      disk.write(persist);
    }
  }

  /**
   * Takes an input and adds the events that it causes.
   *
   * @return what is wrong, null if nothing is
   */
  @Nullable String step(Taken taken, Collection<TraceEvent> events) {
    NodeInput input = taken.input();
    if (input == null) {
      return taken.wrong();
    }
    now = taken.now();
    unanswered.answered(input);
    RaftStatus before = core.raftStatus();
    try {
      List<NodeEffect> effects = core.step(taken.now(), input);
      inputs++;
      effects.forEach(this::keep);
      events.addAll(tracer.observe(0, input, effects, before, core.raftStatus(), taken.now()));
      return null;
    } catch (RuntimeException e) {
      return "the cores refuse the input: " + e;
    }
  }

  NodeTrace.Checkpoint checkpoint() {
    return CoreDigests.of(core, inputs);
  }

  MonotonicTime now() {
    return now;
  }

  NodeCoreConfig config() {
    return origin.config();
  }

  /** Returns what the node kept; writes that are under way are lost if it is down. */
  ForkPoint.Disk disk(boolean up) {
    return new ForkPoint.Disk(disk.durable(), up ? disk.pending() : List.of(), core.replicas());
  }

  ForkPoint.Running running() {
    return new ForkPoint.Running(
        core, seed -> random = new SplittableRandom(seed), unanswered.lost(), unanswered.work());
  }
}
