package org.quorama.simulation.mutant;

import java.util.ArrayList;
import java.util.List;
import org.quorama.chunk.ChunkId;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.RaftStatus;
import org.quorama.runtime.core.NodeEffect;
import org.quorama.runtime.core.NodeInput;
import org.quorama.trace.FaultTrace.Timer;

/** A core around another one: it may change inputs, and do more after a step. */
abstract class WrongCore implements HostedCore {
  private final HostedCore right;

  WrongCore(HostedCore right) {
    this.right = right;
  }

  @Override
  public final List<NodeEffect> step(MonotonicTime now, NodeInput input) {
    RaftStatus before = right.raftStatus();
    ArrayList<NodeEffect> effects = new ArrayList<>(right.step(now, changed(input)));
    for (NodeInput more : wrongInputs(input, List.copyOf(effects), before)) {
      effects.addAll(right.step(now, more));
    }
    wrongMessages(input, before).forEach(send -> effects.add(new NodeEffect.OfRaft(send)));
    effects.replaceAll(this::changed);
    return effects;
  }

  /** Returns what leaves in place of an effect, in the order of the effects. */
  NodeEffect changed(NodeEffect effect) {
    return effect;
  }

  /** Returns what the right core is to take in place of an input. */
  NodeInput changed(NodeInput input) {
    return input;
  }

  /** Returns what the right core is to take on top, in the same step. */
  List<NodeInput> wrongInputs(NodeInput input, List<NodeEffect> effects, RaftStatus before) {
    return List.of();
  }

  /** Returns what is sent that no right core would send. */
  List<RaftEffect.SendMessage> wrongMessages(NodeInput input, RaftStatus before) {
    return List.of();
  }

  @Override
  public final MonotonicTime nextWakeup() {
    return right.nextWakeup();
  }

  @Override
  public final MonotonicTime nextWakeup(Timer timer) {
    return right.nextWakeup(timer);
  }

  @Override
  public final RaftStatus raftStatus() {
    return right.raftStatus();
  }

  @Override
  public final long metadataDigest() {
    return right.metadataDigest();
  }

  @Override
  public final int references(ChunkId chunk) {
    return right.references(chunk);
  }
}
