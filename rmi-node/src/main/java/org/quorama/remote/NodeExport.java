package org.quorama.remote;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkMessage;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.raft.RaftMessage;
import org.quorama.raft.log.Membership;
import org.quorama.rmi.AllowList;
import org.quorama.rmi.ClusterSecret;
import org.quorama.rmi.NodeGate;
import org.quorama.rmi.RmiEndpoint;

/**
 * Exports a node's services behind the gate that checks the cluster's secret. Thread-safe.
 *
 * <p>Holds what it exports, since the garbage collector of RMI does not.
 */
public final class NodeExport implements AutoCloseable {
  private final RmiEndpoint endpoint;
  private final RemoteNode services;
  private final NodeGate gate;

  /**
   * Exports the services; the gate is exported by the registry that lists it.
   *
   * @param endpoint where
   * @param secret what callers must know
   * @param node what serves clients
   * @param peer what serves other nodes
   * @param links cuts links, null if nobody outside may
   */
  public NodeExport(
      RmiEndpoint endpoint,
      ClusterSecret secret,
      NodePort node,
      PeerPort peer,
      @Nullable Consumer<NodePort.LinkCut> links) {
    this.endpoint = endpoint;
    this.services = new RemoteNode(node, peer, links);
    this.gate = secret.guard(endpoint.export(services, allowedArguments()));
  }

  /** Returns the gate that hands the services out. */
  public NodeGate gate() {
    return gate;
  }

  /** Takes the services back; calls that run are not cut. */
  @Override
  public void close() {
    endpoint.unexport(services);
  }

  /** Returns the arguments of {@link NodeServices}, which stand for all that they are made of. */
  static AllowList allowedArguments() {
    return AllowList.of(
        Stamp.class,
        Stamped.class,
        StampedPacket.class,
        ChunkPacket.class,
        RaftMessage.class,
        ChunkMessage.class,
        RequestBatch.class,
        OperationRequest.class,
        PushedData.class,
        NodePort.LinkCut.class,
        Membership.Change.class,
        NodeId.class,
        Duration.class);
  }
}
