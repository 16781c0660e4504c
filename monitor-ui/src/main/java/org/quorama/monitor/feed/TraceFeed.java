package org.quorama.monitor.feed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.daemon.Daemons;
import org.quorama.remote.NodeConnector;

/**
 * Reads the trace of every node by long poll, one daemon thread a node, and connects again after a
 * failure, also to a node that came back on another port. Events are told in the order of their
 * time, as far as the clocks of the nodes agree. Thread-safe.
 *
 * <p>A slow reader loses the oldest events of a node's ring and is told how many; it never slows
 * the node.
 */
public final class TraceFeed implements AutoCloseable {
  private static final Duration RETRY = Duration.ofMillis(500);

  /** Longer than a node is not read: an earlier event of any node is there by then. */
  private static final Duration HOLD = NodePoller.PAUSE.plusMillis(20);

  private static final int JOIN_MILLIS = 2_000;

  private final List<Thread> threads = new ArrayList<>();
  private final List<NodePoller> pollers = new ArrayList<>();
  private final Merge merge;

  private TraceFeed(TraceSink sink) {
    merge = new Merge(sink, HOLD);
  }

  /**
   * Starts to read.
   *
   * @param nodes whose traces, and where they listen
   * @param connector opens the connections
   * @param sink takes the events
   */
  public static TraceFeed start(
      Map<NodeId, NodeAddress> nodes, NodeConnector connector, TraceSink sink) {
    return start(nodes, connector, sink, RETRY);
  }

  static TraceFeed start(
      Map<NodeId, NodeAddress> nodes, NodeConnector connector, TraceSink sink, Duration retry) {
    TraceFeed feed = new TraceFeed(sink);
    for (NodeId node : new TreeMap<>(nodes).keySet()) {
      NodePoller poller = new NodePoller(node, nodes, connector, feed.merge, retry);
      feed.pollers.add(poller);
      feed.threads.add(Daemons.thread("monitor-feed-" + node, poller));
    }
    feed.threads.forEach(Thread::start);
    return feed;
  }

  /** Stops reading; waits a moment for polls under way. */
  @Override
  public void close() {
    pollers.forEach(NodePoller::stop);
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      try {
        thread.join(JOIN_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    merge.close();
  }
}
