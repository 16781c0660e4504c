package org.quorama.monitor.model;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;

/**
 * Whom one node sees and hears. Immutable.
 *
 * @param discovered the nodes that discovery sees, in the order of their ids; null if it said
 *     nothing, as in a simulation, which has no discovery
 * @param heardNanos when a message of each node was handled last, on the clock of the trace
 */
public record Contacts(@Nullable List<NodeId> discovered, Map<NodeId, Long> heardNanos)
    implements Serializable {
  /** Nobody. */
  static final Contacts NONE = new Contacts(null, new TreeMap<>());

  /** Makes the map read-only; the makers in this package never share it. */
  public Contacts {
    discovered = discovered == null ? null : List.copyOf(discovered);
    heardNanos = Collections.unmodifiableMap(heardNanos);
  }

  Contacts heard(NodeId node, long nowNanos) {
    TreeMap<NodeId, Long> now = new TreeMap<>(heardNanos);
    now.put(node, nowNanos);
    return new Contacts(discovered, now);
  }

  Contacts discovered(List<NodeId> nodes) {
    return new Contacts(nodes, heardNanos);
  }

  /** Returns true if discovery said something. */
  public boolean hasView() {
    return discovered != null;
  }

  /**
   * Returns true if discovery sees a node.
   *
   * @param node which
   */
  public boolean sees(NodeId node) {
    return discovered != null && discovered.contains(node);
  }
}
