package org.quorama.runtime.core;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.quorama.chunk.ChunkCore;
import org.quorama.chunk.ChunkEffect;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkInput;
import org.quorama.chunk.ChunkMessage;
import org.quorama.metadata.MasterCore;
import org.quorama.metadata.MasterEffect;
import org.quorama.metadata.MasterInput;
import org.quorama.protocol.Invariants;
import org.quorama.protocol.MonotonicTime;
import org.quorama.protocol.ProtocolCore;
import org.quorama.protocol.RandomSource;
import org.quorama.raft.RaftCore;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.RaftInput;
import org.quorama.raft.RaftRules;
import org.quorama.raft.RaftStatus;
import org.quorama.raft.log.RaftLog;
import org.quorama.raft.log.RecoveredState;
import org.quorama.raft.log.Snapshot;
import org.quorama.trace.FaultTrace.Timer;

/**
 * A node's cores as one: what one core has for another is routed here, in the same step. Confined
 * to the thread of its host.
 *
 * <p>Invariant: inputs for a core are taken in the order in which they came up, so each core's
 * effects leave in the order of its steps, and committed entries are applied before the proposal
 * that made them is answered.
 */
public final class NodeCore implements ProtocolCore<NodeInput, NodeEffect> {
  /** More routed inputs in one step than queues can hold means that cores feed each other. */
  private static final int MAX_ROUTED = 1 << 16;

  private final RaftCore raft;
  private final MasterCore master;
  private final ChunkCore chunk;

  /** Inputs that cores have for each other; empty between steps. */
  private final ArrayDeque<NodeInput> routed = new ArrayDeque<>();

  /** Whether the state machine is still to be restored from the snapshot on the disk. */
  private boolean restoring;

  /**
   * What a node's disk held when it started.
   *
   * @param raft the durable state of Raft
   * @param chunks every replica
   * @param boot how often the node was started, this time included
   */
  public record Recovered(RecoveredState raft, List<ChunkMessage.ReplicaInfo> chunks, int boot)
      implements Serializable {
    /** Copies the list. */
    public Recovered {
      chunks = List.copyOf(chunks);
    }
  }

  /**
   * Makes the cores from what the disk holds.
   *
   * @param config the settings
   * @param random draws election timeouts
   * @param recovered the durable state
   * @param now the host's monotonic time
   */
  public NodeCore(
      NodeCoreConfig config, RandomSource random, Recovered recovered, MonotonicTime now) {
    this(config, RaftRules.standard(), random, recovered, now);
  }

  /**
   * Makes the cores with other rules for Raft.
   *
   * @param config the settings
   * @param rules what Raft decides by
   * @param random draws election timeouts
   * @param recovered the durable state
   * @param now the host's monotonic time
   */
  public NodeCore(
      NodeCoreConfig config,
      RaftRules rules,
      RandomSource random,
      Recovered recovered,
      MonotonicTime now) {
    this.raft = new RaftCore(config.raft(), rules, random, recovered.raft(), now);
    this.master = new MasterCore(config.master());
    this.chunk = new ChunkCore(config.chunk(), recovered.chunks(), recovered.boot());
    this.restoring = recovered.raft().snapshot() != null;
  }

  @Override
  public List<NodeEffect> step(MonotonicTime now, NodeInput input) {
    ArrayList<NodeEffect> effects = new ArrayList<>();
    if (restoring) {
      // Raft's first step restores the state machine, before anybody asks it for something.
      restoring = false;
      takeWithRouted(now, new NodeInput.ForRaft(new RaftInput.TimePassed()), effects);
    }
    takeWithRouted(now, input, effects);
    return effects;
  }

  private void takeWithRouted(MonotonicTime now, NodeInput input, List<NodeEffect> effects) {
    take(now, input, effects);
    for (int count = 0; !routed.isEmpty(); count++) {
      Invariants.check(count < MAX_ROUTED, "Cores feed each other without end: %s", input);
      take(now, routed.remove(), effects);
    }
  }

  private void take(MonotonicTime now, NodeInput input, List<NodeEffect> effects) {
    if (input instanceof NodeInput.ForRaft forRaft) {
      stepRaft(now, forRaft.input(), effects);
    } else if (input instanceof NodeInput.ForMaster forMaster) {
      stepMaster(now, forMaster.input(), effects);
    } else if (input instanceof NodeInput.ForChunk forChunk) {
      stepChunk(now, forChunk.input(), effects);
    } else {
      passTime(now, effects);
    }
  }

  private void passTime(MonotonicTime now, List<NodeEffect> effects) {
    if (raft.nextWakeup().isDue(now)) {
      stepRaft(now, new RaftInput.TimePassed(), effects);
    }
    if (master.nextWakeup().isDue(now)) {
      stepMaster(now, new MasterInput.TimePassed(), effects);
    }
    if (chunk.nextWakeup().isDue(now)) {
      stepChunk(now, new ChunkInput.TimePassed(), effects);
    }
  }

  private void stepRaft(MonotonicTime now, RaftInput input, List<NodeEffect> effects) {
    List<MasterInput> forMaster = new ArrayList<>();
    for (RaftEffect effect : raft.step(now, input)) {
      effects.add(new NodeEffect.OfRaft(effect));
      route(effect, forMaster);
    }
    if (!forMaster.isEmpty()) {
      routed.add(new NodeInput.ForMaster(together(forMaster)));
    }
  }

  /** The master looks at its clock and its duties once a step, however much a step tells it. */
  private static MasterInput together(List<MasterInput> inputs) {
    return inputs.size() == 1 ? inputs.get(0) : new MasterInput.Together(inputs);
  }

  private void route(RaftEffect effect, List<MasterInput> forMaster) {
    if (effect instanceof RaftEffect.ApplyCommitted apply) {
      forMaster.add(new MasterInput.EntriesCommitted(apply.entries()));
    } else if (effect instanceof RaftEffect.TakeSnapshot take) {
      forMaster.add(new MasterInput.SnapshotWanted(take.index()));
    } else if (effect instanceof RaftEffect.RestoreSnapshot restore) {
      Snapshot snapshot = restore.snapshot();
      forMaster.add(new MasterInput.SnapshotRestored(snapshot.index(), snapshot.state()));
    } else if (effect instanceof RaftEffect.AnswerProposal answer) {
      forMaster.add(new MasterInput.ProposalEnded(answer.id(), answer.outcome()));
    } else if (effect instanceof RaftEffect.AnswerRead answer) {
      forMaster.add(new MasterInput.ReadEnded(answer.id(), answer.outcome()));
    } else if (effect instanceof RaftEffect.RoleChanged change) {
      forMaster.add(new MasterInput.RoleChanged(change.role(), change.term()));
      if (change.leaderId() != null) {
        routed.add(
            new NodeInput.ForChunk(new ChunkInput.MasterKnown(change.leaderId(), change.term())));
      }
    }
  }

  private void stepMaster(MonotonicTime now, MasterInput input, List<NodeEffect> effects) {
    RaftRequests requests = new RaftRequests(this::toRaft);
    for (MasterEffect effect : master.step(now, input)) {
      effects.add(new NodeEffect.OfMaster(effect));
      requests.add(effect);
    }
    requests.flush();
  }

  private void toRaft(RaftInput input) {
    routed.add(new NodeInput.ForRaft(input));
  }

  private void stepChunk(MonotonicTime now, ChunkInput input, List<NodeEffect> effects) {
    for (ChunkEffect effect : chunk.step(now, input)) {
      effects.add(new NodeEffect.OfChunk(effect));
    }
  }

  @Override
  public MonotonicTime nextWakeup() {
    return raft.nextWakeup().earliest(master.nextWakeup()).earliest(chunk.nextWakeup());
  }

  /**
   * Returns when one of the cores wants time to pass.
   *
   * @param timer which
   */
  public MonotonicTime nextWakeup(Timer timer) {
    return switch (timer) {
      case RAFT -> raft.nextWakeup();
      case MASTER -> master.nextWakeup();
      case CHUNK -> chunk.nextWakeup();
    };
  }

  /** Returns what the node's Raft believes of itself. */
  public RaftStatus raftStatus() {
    return raft.status();
  }

  /** Returns a read view of Raft's log; it changes with every step. */
  public RaftLog raftLog() {
    return raft.log();
  }

  /** Returns every replica that is durable here, in the order of the chunks. */
  public List<ChunkMessage.ReplicaInfo> replicas() {
    return chunk.held();
  }

  /** Returns a hash of what the chunkserver knows of its replicas, equal if all of it is. */
  public long chunkDigest() {
    return chunk.digest();
  }

  /** Returns the digest of the namespace, equal on nodes that applied the same commands. */
  public long metadataDigest() {
    return master.digest();
  }

  /**
   * Returns how many files have a chunk, by what this node has applied.
   *
   * @param chunk which
   */
  public int references(ChunkId chunk) {
    return master.references(chunk);
  }
}
