package org.quorama.runtime;

import java.util.List;
import org.quorama.chunk.ChunkMessage;
import org.quorama.protocol.MonotonicTime;
import org.quorama.protocol.ProtocolCore;
import org.quorama.protocol.RandomSource;
import org.quorama.raft.RaftStatus;
import org.quorama.raft.RecoveredState;

/**
 * A node's cores as one: what one core has for another is routed here, in the same step. Confined
 * to the thread of its host.
 */
public final class NodeCore implements ProtocolCore<NodeInput, NodeEffect> {
  /**
   * What a node's disk held when it started.
   *
   * @param raft the durable state of Raft
   * @param chunks every replica
   */
  public record Recovered(RecoveredState raft, List<ChunkMessage.ReplicaInfo> chunks) {
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
    throw new UnsupportedOperationException("to come");
  }

  @Override
  public List<NodeEffect> step(MonotonicTime now, NodeInput input) {
    throw new UnsupportedOperationException("to come");
  }

  @Override
  public MonotonicTime nextWakeup() {
    throw new UnsupportedOperationException("to come");
  }

  /** Returns what the node's Raft believes of itself. */
  public RaftStatus raftStatus() {
    throw new UnsupportedOperationException("to come");
  }
}
