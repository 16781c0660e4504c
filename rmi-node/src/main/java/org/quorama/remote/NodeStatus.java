package org.quorama.remote;

import java.io.Serializable;
import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.trace.RaftSummary;

/**
 * What a node says of itself. Immutable.
 *
 * @param node who
 * @param address where it listens
 * @param incarnation its boot count
 * @param raft its Raft state
 * @param members whom discovery sees
 * @param storage what it stores
 */
public record NodeStatus(
    NodeId node,
    NodeAddress address,
    long incarnation,
    RaftSummary raft,
    ClusterMembers members,
    Storage storage)
    implements Serializable {
  /**
   * What a node stores.
   *
   * @param chunks how many replicas it holds
   * @param chunkBytes how many bytes they have
   * @param digest of its namespace at {@code raft.lastApplied()}
   */
  public record Storage(int chunks, long chunkBytes, long digest) implements Serializable {}
}
