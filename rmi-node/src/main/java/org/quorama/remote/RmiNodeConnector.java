package org.quorama.remote;

import java.rmi.RemoteException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeAddress;
import org.quorama.registry.NodeRegistry;
import org.quorama.rmi.ClusterSecret;
import org.quorama.rmi.RmiTimeouts;

/** Connects to nodes over RMI. Thread-safe. */
public final class RmiNodeConnector implements NodeConnector {
  private final ClusterSecret secret;
  private final RmiTimeouts timeouts;
  private final Map<NodeAddress, NodeLink> links = new ConcurrentHashMap<>();

  /**
   * Makes a connector.
   *
   * @param secret of the cluster
   * @param timeouts of every call; {@link RmiTimeouts#applyToJvm} must have run before
   */
  public RmiNodeConnector(ClusterSecret secret, RmiTimeouts timeouts) {
    this.secret = secret;
    this.timeouts = timeouts;
  }

  @Override
  public NodePort connect(NodeAddress address) {
    NodeLink link = links.computeIfAbsent(address, at -> link(() -> Optional.of(at)));
    link.open();
    return new RmiNodePort(link);
  }

  @Override
  public ClusterMembers lookup(NodeAddress anyNode) {
    try {
      return NodeRegistry.lookup(anyNode, timeouts);
    } catch (RemoteException e) {
      throw NodeLink.unreachable(anyNode, e);
    }
  }

  /**
   * Returns the way to another node, which need not be there yet.
   *
   * @param whereabouts says where it listens now, asked whenever it must be found again
   */
  public PeerPort peer(Supplier<Optional<NodeAddress>> whereabouts) {
    return new RmiPeerPort(link(whereabouts));
  }

  private NodeLink link(Supplier<Optional<NodeAddress>> whereabouts) {
    return new NodeLink(whereabouts, secret, timeouts);
  }
}
