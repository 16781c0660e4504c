package org.quorama.remote;

import java.io.Serializable;
import java.util.List;
import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.raft.log.Membership;
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
 * @param membership who belongs to the cluster, as the latest such entry of its log says
 */
public record NodeStatus(
    NodeId node,
    NodeAddress address,
    long incarnation,
    RaftSummary raft,
    ClusterMembers members,
    Storage storage,
    Membership membership)
    implements Serializable {
  /**
   * Makes the status of a node that knows of no other member.
   *
   * @param node who
   * @param address where it listens
   * @param incarnation its boot count
   * @param raft its Raft state
   * @param members whom discovery sees
   * @param storage what it stores
   */
  public NodeStatus(
      NodeId node,
      NodeAddress address,
      long incarnation,
      RaftSummary raft,
      ClusterMembers members,
      Storage storage) {
    this(node, address, incarnation, raft, members, storage, Membership.initial(List.of(node)));
  }

  /**
   * What a node stores.
   *
   * @param chunks how many replicas it holds
   * @param chunkBytes how many bytes they have
   * @param digest of its namespace at {@code raft.lastApplied()}
   */
  public record Storage(int chunks, long chunkBytes, long digest) implements Serializable {}
}
