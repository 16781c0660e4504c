package org.quorama.simulation.mutant;

import java.util.List;
import org.quorama.chunk.ChunkId;
import org.quorama.protocol.MonotonicTime;
import org.quorama.protocol.ProtocolCore;
import org.quorama.raft.RaftStatus;
import org.quorama.runtime.core.NodeCore;
import org.quorama.runtime.core.NodeEffect;
import org.quorama.runtime.core.NodeInput;
import org.quorama.trace.FaultTrace.Timer;

/** A node's cores as the simulated host steps them: the real ones, or wrong ones around them. */
public interface HostedCore extends ProtocolCore<NodeInput, NodeEffect> {
  /**
   * Returns when one of the cores wants time to pass.
   *
   * @param timer which
   */
  MonotonicTime nextWakeup(Timer timer);

  /** Returns what the node's Raft believes of itself. */
  RaftStatus raftStatus();

  /** Returns the digest of the namespace. */
  long metadataDigest();

  /**
   * Returns how many files have a chunk, by what is applied.
   *
   * @param chunk which
   */
  int references(ChunkId chunk);

  /**
   * Returns the real cores.
   *
   * @param core what to step
   */
  static HostedCore real(NodeCore core) {
    return new HostedCore() {
      @Override
      public List<NodeEffect> step(MonotonicTime now, NodeInput input) {
        return core.step(now, input);
      }

      @Override
      public MonotonicTime nextWakeup() {
        return core.nextWakeup();
      }

      @Override
      public MonotonicTime nextWakeup(Timer timer) {
        return core.nextWakeup(timer);
      }

      @Override
      public RaftStatus raftStatus() {
        return core.raftStatus();
      }

      @Override
      public long metadataDigest() {
        return core.metadataDigest();
      }

      @Override
      public int references(ChunkId chunk) {
        return core.references(chunk);
      }
    };
  }
}
