package org.quorama.discovery;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.function.Consumer;
import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.util.ExtendedUUID;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeId;
import org.quorama.daemon.Daemons;
import org.quorama.rmi.ClusterSecret;
import org.quorama.rmi.PortInUseException;

/**
 * Finds the others with JGroups; each member's id and RMI address travel with its group address.
 * Thread-safe.
 *
 * <p>It joins on a thread of its own: a node can serve before its view is full. A member with
 * another secret stays alone.
 */
public final class JGroupsDiscovery implements Discovery {
  private static final System.Logger LOG = System.getLogger(JGroupsDiscovery.class.getName());
  private static final long CLOSE_WAIT_MILLIS = 5_000;

  private final DiscoveryConfig config;
  private final ClusterSecret secret;

  /** Written by JGroups' threads, read by all. */
  private volatile ClusterMembers members = ClusterMembers.none();

  private final LostLinks links = new LostLinks();

  private volatile boolean closed;
  private @Nullable JChannel channel;
  private @Nullable Thread joining;

  /**
   * Makes one that has not joined.
   *
   * @param config who this node is and where the others may be
   * @param secret what all members of the group must know
   */
  public JGroupsDiscovery(DiscoveryConfig config, ClusterSecret secret) {
    this.config = config;
    this.secret = secret;
  }

  /**
   * Begins to join, in the background; does nothing once it is closed.
   *
   * @param listener called with all members after every change
   * @throws PortInUseException if one of the two discovery ports is taken
   * @throws IllegalStateException if it was started before, or JGroups refuses the configuration
   */
  @Override
  public synchronized void start(Consumer<ClusterMembers> listener) {
    if (channel != null) {
      throw new IllegalStateException("Discovery runs already");
    }
    if (closed) {
      return;
    }
    checkFree(config.bind().port());
    checkFree(config.bind().port() + DiscoveryConfig.FAILURE_PORT_OFFSET);
    JChannel made = makeChannel();
    made.setReceiver(new Views(listener));
    channel = made;
    Thread thread = Daemons.thread("discovery-" + config.self(), () -> join(made));
    joining = thread;
    thread.start();
  }

  @Override
  public ClusterMembers members() {
    return members;
  }

  @Override
  public void ignore(Set<NodeId> senders) {
    links.ignore(senders);
  }

  @Override
  public void silence(boolean silent) {
    links.silence(silent);
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      if (joining != null) {
        joining.join(CLOSE_WAIT_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (channel != null) {
      channel.close();
    }
  }

  private JChannel makeChannel() {
    try {
      JChannel made = new JChannel(ProtocolStack.of(config, secret, links));
      // Diagnostics would listen for multicast; the handler exists only from here on.
      made.getProtocolStack().getTransport().getDiagnosticsHandler().setEnabled(false);
      made.setName(config.self().value());
      made.addAddressGenerator(() -> MemberAddress.of(config.self(), config.rmiAddress()));
      return made;
    } catch (Exception e) { // JGroups declares nothing narrower.
      throw new IllegalStateException("Cannot set up discovery on " + config.bind(), e);
    }
  }

  private void join(JChannel made) {
    try {
      made.connect(config.clusterName());
    } catch (Exception e) { // JGroups declares nothing narrower.
      LOG.log(System.Logger.Level.ERROR, config.self() + " could not join its group", e);
    }
  }

  private void checkFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(config.bind().host(), port));
    } catch (IOException e) {
      throw new PortInUseException(config.bind().host(), port, e);
    }
  }

  private static ClusterMembers membersOf(View view) {
    ClusterMembers found = ClusterMembers.none();
    for (Address address : view.getMembers()) {
      if (address instanceof ExtendedUUID named) {
        found = MemberAddress.withMember(found, named);
      }
    }
    return found;
  }

  private final class Views implements Receiver {
    private final Consumer<ClusterMembers> listener;

    Views(Consumer<ClusterMembers> listener) {
      this.listener = listener;
    }

    @Override
    public void viewAccepted(View view) {
      ClusterMembers seen = membersOf(view);
      members = seen;
      if (!closed) {
        listener.accept(seen);
      }
    }
  }
}
