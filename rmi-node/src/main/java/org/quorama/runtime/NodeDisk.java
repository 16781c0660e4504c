package org.quorama.runtime;

import java.util.List;
import java.util.function.Consumer;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.log.RecoveredState;
import org.quorama.storage.ChunkStore;

/**
 * A live node's disk.
 *
 * @param recovered what Raft had kept when the node started
 * @param raftLog makes a batch of Raft's effects durable, in order, or throws and never writes
 *     again; called from one thread
 * @param chunks the replicas
 * @param scanBytesPerSecond how fast idle replicas are verified, 0 for never
 */
public record NodeDisk(
    RecoveredState recovered,
    Consumer<List<RaftEffect.Persist>> raftLog,
    ChunkStore chunks,
    long scanBytesPerSecond) {
  /**
   * Describes a disk whose idle replicas nobody verifies.
   *
   * @param recovered what Raft had kept when the node started
   * @param raftLog makes a batch of Raft's effects durable
   * @param chunks the replicas
   */
  public NodeDisk(
      RecoveredState recovered, Consumer<List<RaftEffect.Persist>> raftLog, ChunkStore chunks) {
    this(recovered, raftLog, chunks, 0);
  }
}
