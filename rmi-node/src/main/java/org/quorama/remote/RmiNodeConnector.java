package org.quorama.remote;

import java.rmi.RemoteException;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeAddress;
import org.quorama.registry.NodeRegistry;
import org.quorama.rmi.ClusterSecret;
import org.quorama.rmi.RmiClient;
import org.quorama.rmi.RmiTimeouts;

/** Connects to nodes over RMI. Thread-safe. */
public final class RmiNodeConnector implements NodeConnector {
  private final ClusterSecret secret;
  private final RmiTimeouts timeouts;
  private final NodeLink.Entrance entrance;
  private final Map<NodeAddress, NodeLink> links = new ConcurrentHashMap<>();

  /** Every link there is: those above, and one to each other node. Only grows. */
  private final Queue<NodeLink> all = new ConcurrentLinkedQueue<>();

  private volatile boolean isClosed;

  /**
   * Makes a connector.
   *
   * @param secret of the cluster
   * @param timeouts of every call; {@link RmiTimeouts#applyToJvm} must have run before
   */
  public RmiNodeConnector(ClusterSecret secret, RmiTimeouts timeouts) {
    this(
        secret,
        timeouts,
        address -> RmiClient.enter(address, secret, timeouts, NodeServices.class));
  }

  /**
   * Makes a connector for a client, whose calls wait as long as usual and poll.
   *
   * @param secret of the cluster
   */
  public static RmiNodeConnector ofClient(ClusterSecret secret) {
    RmiTimeouts timeouts = RmiTimeouts.defaults().withPolling();
    timeouts.applyToJvm();
    return new RmiNodeConnector(secret, timeouts);
  }

  RmiNodeConnector(ClusterSecret secret, RmiTimeouts timeouts, NodeLink.Entrance entrance) {
    this.secret = secret;
    this.timeouts = timeouts;
    this.entrance = entrance;
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
    NodeLink link = new NodeLink(whereabouts, entrance, secret, timeouts);
    all.add(link);
    if (isClosed) {
      link.close();
    }
    return link;
  }

  @Override
  public void close() {
    isClosed = true;
    all.forEach(NodeLink::close);
  }
}
