package org.quorama.monitor.app;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.feed.TraceFeed;
import org.quorama.monitor.viewmodel.ModelKeeper;
import org.quorama.remote.NodeConnector;
import org.quorama.trace.TraceEvent;

/** A window that is open, and what it watches. Thread-safe. */
public final class OpenWindow {
  private final ModelKeeper keeper;

  /** Reads the traces of what is watched, null if nothing is; guarded by this. */
  private @Nullable TraceFeed feed;

  /** Reads the traces of nodes that joined later; guarded by this. */
  private final List<TraceFeed> joined = new ArrayList<>();

  /** Guarded by this. */
  private boolean closed;

  OpenWindow(ModelKeeper keeper) {
    this.keeper = keeper;
  }

  /**
   * Shows a cluster from its beginning, in place of the one before.
   *
   * @param nodes whose traces to read, and where they listen
   * @param connector opens the connections
   */
  public synchronized void watch(Map<NodeId, NodeAddress> nodes, NodeConnector connector) {
    leave();
    if (!closed) {
      keeper.begin(nodes.keySet());
      feed = TraceFeed.start(nodes, connector, keeper);
    }
  }

  /**
   * Shows a node that joined what is watched.
   *
   * @param node which; nothing happens if it is not among the nodes
   * @param nodes every node, and where it listens
   * @param connector opens the connection
   */
  public synchronized void watchAlso(
      NodeId node, Map<NodeId, NodeAddress> nodes, NodeConnector connector) {
    NodeAddress address = nodes.get(node);
    if (!closed && feed != null && address != null) {
      joined.add(TraceFeed.start(Map.of(node, address), connector, keeper));
    }
  }

  /**
   * Shows a cluster from its beginning, in place of the one before; its events are told by {@link
   * #tell}.
   *
   * @param nodes who belongs to it
   */
  public synchronized void show(Collection<NodeId> nodes) {
    leave();
    keeper.begin(nodes);
  }

  /**
   * Shows what happened in the cluster that is shown.
   *
   * @param events in their order
   */
  public void tell(List<TraceEvent> events) {
    keeper.events(events);
  }

  private void leave() {
    joined.forEach(TraceFeed::close);
    joined.clear();
    if (feed != null) {
      feed.close();
      feed = null;
    }
  }

  /** Watches nothing any more. */
  synchronized void close() {
    closed = true;
    leave();
    keeper.close();
  }
}
