package org.quorama.runtime;

import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeId;
import org.quorama.remote.PeerPort;
import org.quorama.runtime.core.NodeCoreConfig;
import org.quorama.runtime.lab.LabKit;

/**
 * What a live node is made of.
 *
 * @param identity who it is
 * @param config of its cores
 * @param disk what it keeps
 * @param trace where its trace goes
 * @param peers the way to each other node
 * @param members whom discovery sees
 * @param lab what a lab may change of it, null if none may
 */
public record LiveNodeParts(
    NodeIdentity identity,
    NodeCoreConfig config,
    NodeDisk disk,
    TraceSink trace,
    Function<NodeId, PeerPort> peers,
    Supplier<ClusterMembers> members,
    @Nullable LabKit lab) {
  /**
   * Makes the parts of a node that no lab changes.
   *
   * @param identity who it is
   * @param config of its cores
   * @param disk what it keeps
   * @param trace where its trace goes
   * @param peers the way to each other node
   * @param members whom discovery sees
   */
  public LiveNodeParts(
      NodeIdentity identity,
      NodeCoreConfig config,
      NodeDisk disk,
      TraceSink trace,
      Function<NodeId, PeerPort> peers,
      Supplier<ClusterMembers> members) {
    this(identity, config, disk, trace, peers, members, null);
  }
}
