package org.quorama.supervisor;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.quorama.cluster.NodeId;
import org.quorama.remote.SupervisorClient;
import org.quorama.remote.SupervisorCommands;
import org.quorama.rmi.ClusterSecret;

/** The supervisor of a cluster on this machine, as another process sees it. Thread-safe. */
public final class SupervisorPort {
  private final SupervisorCommands commands;

  private SupervisorPort(SupervisorCommands commands) {
    this.commands = commands;
  }

  /**
   * Connects to the supervisor of the cluster in a directory.
   *
   * @param clusterDir where its files are
   * @throws SupervisorException if no cluster runs there
   * @throws org.quorama.remote.NodeUnreachableException if it does not answer
   */
  public static SupervisorPort connect(Path clusterDir) {
    ClusterInfo info = ClusterInfo.read(clusterDir);
    return new SupervisorPort(
        SupervisorClient.connect(info.supervisor(), ClusterSecret.read(info.secretFile())));
  }

  /**
   * Kills a node at once, as a crash would.
   *
   * @param node which
   * @throws IllegalArgumentException if there is no such node
   */
  public void kill(NodeId node) {
    commands.kill(node);
  }

  /**
   * Starts a node again, killing it first if it runs; returns when it serves.
   *
   * @param node which
   * @throws IllegalArgumentException if there is no such node
   * @throws SupervisorException if it does not come up
   */
  public void restart(NodeId node) {
    commands.restart(node);
  }

  /** Returns each node's state. */
  public Map<NodeId, ProcessState> states() {
    Map<NodeId, ProcessState> states = new TreeMap<>();
    commands.states().forEach((node, state) -> states.put(node, ProcessState.valueOf(state)));
    return states;
  }

  /** Ends all nodes and the supervisor, soon after it returns. */
  public void stop() {
    commands.stop();
  }
}
