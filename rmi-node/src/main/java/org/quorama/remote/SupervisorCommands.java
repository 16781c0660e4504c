package org.quorama.remote;

import java.util.Map;
import org.quorama.cluster.NodeId;

/** What other processes may ask a supervisor for, without RMI in sight. Thread-safe. */
public interface SupervisorCommands {
  /**
   * Kills a node at once, as a crash would.
   *
   * @param node which
   * @throws IllegalArgumentException if there is no such node
   */
  void kill(NodeId node);

  /**
   * Starts a node again, killing it first if it runs; returns when it serves.
   *
   * @param node which
   * @throws IllegalArgumentException if there is no such node
   */
  void restart(NodeId node);

  /** Returns the name of each node's state. */
  Map<NodeId, String> states();

  /** Ends all nodes and the supervisor, soon after it returns. */
  void stop();
}
