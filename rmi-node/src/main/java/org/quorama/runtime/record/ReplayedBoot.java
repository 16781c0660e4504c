package org.quorama.runtime.record;

import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.RaftInput;
import org.quorama.raft.RaftStatus;
import org.quorama.runtime.core.NodeCore;
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
   * @param origin all of that
   * @throws IllegalArgumentException if it cannot be read
   */
  ReplayedBoot(TraceEvent event, byte[] origin) {
    CoreOrigin made = reader.read(origin, CoreOrigin.class);
    this.core = made.make(new SplittableRandom(made.seed())::nextLong);
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
        ? tracer.persisted(0, persisted)
        : List.of();
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
    RaftStatus before = core.raftStatus();
    try {
      List<NodeEffect> effects = core.step(taken.now(), input);
      inputs++;
      events.addAll(tracer.observe(0, input, effects, before, core.raftStatus(), taken.now()));
      return null;
    } catch (RuntimeException e) {
      return "the cores refuse the input: " + e;
    }
  }

  NodeTrace.Checkpoint checkpoint() {
    return CoreDigests.of(core, inputs);
  }
}
