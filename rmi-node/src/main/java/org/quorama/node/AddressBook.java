package org.quorama.node;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;

/**
 * The last known address of every node: the seeds, then what discovery said of each. A node that
 * discovery loses keeps its address, for nobody else has it. Thread-safe.
 */
final class AddressBook {
  private final AtomicReference<ClusterMembers> known;

  AddressBook(ClusterMembers seeds, NodeId self, NodeAddress address) {
    known = new AtomicReference<>(seeds.with(self, address));
  }

  /** Takes over what discovery sees, and returns all that is known. */
  ClusterMembers learn(ClusterMembers seen) {
    return known.updateAndGet(before -> merged(before, seen));
  }

  private static ClusterMembers merged(ClusterMembers before, ClusterMembers seen) {
    ClusterMembers after = before;
    for (NodeId node : seen.addresses().keySet()) {
      NodeAddress address = seen.addressOf(node).orElseThrow();
      after = after.with(node, address);
    }
    return after;
  }

  ClusterMembers all() {
    return known.get();
  }

  Optional<NodeAddress> find(NodeId node) {
    return known.get().addressOf(node);
  }
}
