package org.quorama.monitor.feed;

import java.util.List;
import org.quorama.cluster.NodeId;
import org.quorama.trace.TraceEvent;

/** Takes what a feed reads. Thread-safe: every node has its own feed thread. */
public interface TraceSink {
  /**
   * Takes events; those of each node in the order in which they happened there.
   *
   * @param events at least one
   */
  void events(List<TraceEvent> events);

  /**
   * Takes the news that a node answers, or does not.
   *
   * @param node which
   * @param answers true if it answers
   */
  void reachable(NodeId node, boolean answers);
}
