package org.quorama.client;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.remote.NodeConnector;
import org.quorama.remote.NodePort;
import org.quorama.remote.NodeUnreachableException;

/** Knows where the nodes are: any registry that answers tells of all the others. Thread-safe. */
final class NodeDirectory {
  private final NodeConnector connector;
  private final List<NodeAddress> servers;

  /** What the last registry that answered said; replaced as a whole by any thread. */
  private volatile ClusterMembers members = ClusterMembers.none();

  NodeDirectory(NodeConnector connector, List<NodeAddress> servers) {
    this.connector = connector;
    this.servers = List.copyOf(servers);
  }

  /** Returns every address that may answer, the ones learnt last first. */
  List<NodeAddress> addresses() {
    Set<NodeAddress> all = new LinkedHashSet<>(members.addresses().values());
    all.addAll(servers);
    return List.copyOf(all);
  }

  /** Returns the address of a node, as far as it is known already. */
  Optional<NodeAddress> knownAddressOf(NodeId node) {
    return members.addressOf(node);
  }

  /** Returns the address of a node, after asking the registries if it is not known. */
  Optional<NodeAddress> addressOf(NodeId node) {
    if (members.addressOf(node).isEmpty()) {
      refresh();
    }
    return members.addressOf(node);
  }

  /** Asks one registry after the other until one answers. */
  void refresh() {
    for (NodeAddress address : addresses()) {
      Optional<ClusterMembers> found = lookup(address);
      if (found.isPresent()) {
        members = found.get();
        return;
      }
    }
  }

  private Optional<ClusterMembers> lookup(NodeAddress address) {
    try {
      ClusterMembers found = connector.lookup(address);
      return found.addresses().isEmpty() ? Optional.empty() : Optional.of(found);
    } catch (NodeUnreachableException ignored) {
      return Optional.empty();
    }
  }

  /** Connects to an address; throws {@link NodeUnreachableException}. */
  NodePort connect(NodeAddress address) {
    return connector.connect(address);
  }

  /** Connects to a node by its id; throws {@link NodeUnreachableException}. */
  NodePort connect(NodeId node) {
    NodeAddress address =
        addressOf(node)
            .orElseThrow(
                () ->
                    new NodeUnreachableException(
                        "No registry knows where node " + node + " is: restart it",
                        NodeUnreachableException.Effect.NONE,
                        new NoSuchElementException(node.value())));
    return connector.connect(address);
  }
}
