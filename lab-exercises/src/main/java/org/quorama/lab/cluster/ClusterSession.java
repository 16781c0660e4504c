package org.quorama.lab.cluster;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.quorama.client.QuoramaClient;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.remote.NodeConnector;
import org.quorama.remote.NodeStatus;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.lab.LabView;

/** A cluster as commands see it. Thread-safe. */
public interface ClusterSession extends AutoCloseable {
  /** Returns where everything of the cluster lies. */
  Path clusterDir();

  /** Returns every node with the address it has now, by id. */
  Map<NodeId, NodeAddress> nodes();

  /** Returns a client of the file system; closed with the session. */
  QuoramaClient client();

  /** Returns what opens connections to single nodes. */
  NodeConnector connector();

  /**
   * Returns what a node says of itself, nothing if it does not answer.
   *
   * @param node which
   */
  Optional<NodeStatus> status(NodeId node);

  /**
   * Kills a node's process with SIGKILL, without warning.
   *
   * @param node which
   * @throws ClusterException if there is no such node, or nobody who can kill it
   */
  void kill(NodeId node);

  /**
   * Starts a node that was killed, and returns when it serves.
   *
   * @param node which
   * @throws ClusterException if there is no such node, it runs, or it cannot start
   */
  void restart(NodeId node);

  /**
   * Starts the process of a node that is new to the cluster, and returns when it serves. It is no
   * member until the leader is asked to make it one.
   *
   * @param node which
   * @throws ClusterException if there is such a node, it cannot start, or nobody can start it
   */
  void add(NodeId node);

  /**
   * Stops a node's process where it is, with SIGSTOP.
   *
   * @param node which
   * @throws ClusterException if there is no such node, it does not run, or nobody can pause it
   */
  void pause(NodeId node);

  /**
   * Lets a paused node go on.
   *
   * @param node which
   * @throws ClusterException if there is no such node, it does not run, or nobody can resume it
   */
  void resume(NodeId node);

  /**
   * Does to a node what a lab wants, and tells what is so afterwards.
   *
   * @param node which
   * @param order what
   * @throws ClusterException if there is no such node, it was not started as a lab, or it cannot
   * @throws org.quorama.remote.NodeUnreachableException if it does not answer
   */
  LabView lab(NodeId node, LabOrder order);

  /**
   * Returns true if it is certain that a node's process has ended; false if nobody can say.
   *
   * @param node which
   */
  boolean hasEnded(NodeId node);

  @Override
  void close();
}
