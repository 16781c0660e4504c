package org.quorama.remote;

import java.util.Map;
import org.quorama.cluster.NodeId;

/** Starts and kills the processes of a cluster, without RMI in sight. Thread-safe. */
public interface ProcessControl {
  /**
   * Kills a node's process at once, as a power loss would: SIGKILL.
   *
   * @param node which
   * @throws IllegalArgumentException if there is no such node
   * @throws IllegalStateException if it does not run
   * @throws NodeUnreachableException if whoever starts and kills processes does not answer
   */
  void kill(NodeId node);

  /**
   * Starts a node that does not run, on its own directory; returns when it serves.
   *
   * @param node which
   * @throws IllegalArgumentException if there is no such node
   * @throws IllegalStateException if it runs already, or cannot start; the message says why
   * @throws NodeUnreachableException if whoever starts and kills processes does not answer
   */
  void restart(NodeId node);

  /**
   * Starts a node that is new to the cluster, on an empty directory; returns when it serves. It is
   * no member until it is made one.
   *
   * @param node which
   * @throws IllegalStateException if there is such a node, or it cannot start; the message says why
   * @throws NodeUnreachableException if whoever starts and kills processes does not answer
   */
  void add(NodeId node);

  /**
   * Stops a node's process where it is, until it is resumed or killed: SIGSTOP.
   *
   * @param node which
   * @throws IllegalArgumentException if there is no such node
   * @throws IllegalStateException if it does not run, or this system cannot pause processes
   * @throws NodeUnreachableException if whoever starts and kills processes does not answer
   */
  void pause(NodeId node);

  /**
   * Lets a paused process go on: SIGCONT. Does nothing to one that runs.
   *
   * @param node which
   * @throws IllegalArgumentException if there is no such node
   * @throws IllegalStateException if it has ended, or this system cannot pause processes
   * @throws NodeUnreachableException if whoever starts and kills processes does not answer
   */
  void resume(NodeId node);

  /** Returns which nodes run, paused ones included. */
  Map<NodeId, Boolean> running();
}
