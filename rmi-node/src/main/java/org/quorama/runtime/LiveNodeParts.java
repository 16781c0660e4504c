package org.quorama.runtime;

import java.util.function.Function;
import java.util.function.Supplier;
import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeId;
import org.quorama.remote.PeerPort;
import org.quorama.runtime.core.NodeCoreConfig;

/**
 * What a live node is made of.
 *
 * @param identity who it is
 * @param config of its cores
 * @param disk what it keeps
 * @param trace where its trace goes
 * @param peers the way to each other node
 * @param members whom discovery sees
 */
public record LiveNodeParts(
    NodeIdentity identity,
    NodeCoreConfig config,
    NodeDisk disk,
    TraceSink trace,
    Function<NodeId, PeerPort> peers,
    Supplier<ClusterMembers> members) {}
