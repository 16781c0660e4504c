package org.quorama.registry;

import java.io.UncheckedIOException;
import java.rmi.NotBoundException;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.rmi.registry.Registry;
import java.util.Map;
import java.util.TreeMap;
import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.rmi.AllowList;
import org.quorama.rmi.NodeGate;
import org.quorama.rmi.RmiClient;
import org.quorama.rmi.RmiEndpoint;
import org.quorama.rmi.RmiTimeouts;

/**
 * Lists every known node in this node's own registry, under {@code node/<id>}. Thread-safe.
 *
 * <p>No stub of another node is ever listed: reading the stub of a paused node blocks the reader.
 * Other processes may look up and list; what one of them unbinds, the next {@link #publish} brings
 * back.
 */
public final class NodeRegistry implements AutoCloseable {
  private static final String PREFIX = "node/";

  private final RmiEndpoint endpoint;
  private final NodeId self;
  private final NodeGate gate;
  private final Map<NodeId, Entry> entries = new TreeMap<>();

  private NodeRegistry(RmiEndpoint endpoint, NodeId self, NodeGate gate) {
    this.endpoint = endpoint;
    this.self = self;
    this.gate = gate;
  }

  /**
   * Lists this node and its gate.
   *
   * @param endpoint whose registry to use
   * @param self this node
   * @param gate what to list as its gate; exported here
   * @throws UncheckedIOException if it cannot be exported
   */
  public static NodeRegistry open(RmiEndpoint endpoint, NodeId self, NodeGate gate) {
    NodeRegistry opened = new NodeRegistry(endpoint, self, gate);
    endpoint.export(gate, AllowList.of());
    opened.publish(ClusterMembers.none());
    return opened;
  }

  /**
   * Makes the registry list these nodes, itself and its gate, and nothing else of ours.
   *
   * @param members who is known now
   */
  public synchronized void publish(ClusterMembers members) {
    Map<NodeId, NodeAddress> wanted = members.with(self, endpoint.address()).addresses();
    for (NodeId gone : entries.keySet().stream().filter(id -> !wanted.containsKey(id)).toList()) {
      withdraw(gone);
    }
    bind(NodeGate.NAME, gate);
    wanted.forEach((id, address) -> bind(PREFIX + id, entryFor(id, address)));
  }

  /**
   * Asks the registry of one node for all of them.
   *
   * @param anyNode where a node listens
   * @param timeouts how long to wait
   * @throws RemoteException if it does not answer in time
   */
  public static ClusterMembers lookup(NodeAddress anyNode, RmiTimeouts timeouts)
      throws RemoteException {
    Registry registry = RmiClient.registryAt(anyNode, timeouts);
    ClusterMembers found = ClusterMembers.none();
    for (String name : registry.list()) {
      if (name.startsWith(PREFIX)) {
        found = withEntry(found, registry, name);
      }
    }
    return found;
  }

  /** Takes everything off the list again; the endpoint stays open. */
  @Override
  public synchronized void close() {
    for (NodeId id : entries.keySet().stream().toList()) {
      withdraw(id);
    }
    unbind(NodeGate.NAME);
    endpoint.unexport(gate);
  }

  private Entry entryFor(NodeId id, NodeAddress address) {
    Entry known = entries.get(id);
    if (known != null && known.address().equals(address)) {
      return known;
    }
    if (known != null) {
      withdraw(id);
    }
    Entry made = new Entry(address);
    endpoint.export(made, AllowList.of());
    entries.put(id, made);
    return made;
  }

  private void withdraw(NodeId id) {
    Entry entry = entries.remove(id);
    if (entry != null) {
      unbind(PREFIX + id);
      endpoint.unexport(entry);
    }
  }

  private void bind(String name, Remote object) {
    try {
      endpoint.registry().rebind(name, object);
    } catch (RemoteException e) {
      throw new UncheckedIOException("Cannot list " + name, e);
    }
  }

  private void unbind(String name) {
    try {
      endpoint.registry().unbind(name);
    } catch (NotBoundException e) {
      return; // Another process took it off: it is gone, as wanted.
    } catch (RemoteException e) {
      throw new UncheckedIOException("Cannot unlist " + name, e);
    }
  }

  private static ClusterMembers withEntry(ClusterMembers found, Registry registry, String name)
      throws RemoteException {
    try {
      if (registry.lookup(name) instanceof NodeEntry entry) {
        return found.with(NodeId.of(name.substring(PREFIX.length())), entry.address());
      }
      return found;
    } catch (NotBoundException e) {
      return found; // It left between the list and the look-up.
    }
  }

  /** One line of the list. Compared by identity, as every exported object is. */
  private static final class Entry implements NodeEntry {
    private final NodeAddress address;

    Entry(NodeAddress address) {
      this.address = address;
    }

    @Override
    public NodeAddress address() {
      return address;
    }
  }
}
