package org.quorama.remote;

import java.rmi.NotBoundException;
import java.rmi.RemoteException;
import java.util.Map;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.rmi.ClusterSecret;
import org.quorama.rmi.RmiClient;

/**
 * Asks a supervisor in another process. Thread-safe.
 *
 * <p>Every method throws {@link NodeUnreachableException} if the supervisor does not answer.
 */
public final class SupervisorClient implements SupervisorCommands {
  private final NodeAddress address;
  private final SupervisorRemote remote;

  private SupervisorClient(NodeAddress address, SupervisorRemote remote) {
    this.address = address;
    this.remote = remote;
  }

  /**
   * Connects to a supervisor.
   *
   * @param address where it listens
   * @param secret the secret of its cluster
   * @throws NodeUnreachableException if it does not answer or refuses the secret
   */
  public static SupervisorClient connect(NodeAddress address, ClusterSecret secret) {
    try {
      return new SupervisorClient(
          address,
          RmiClient.enter(address, secret, SupervisorServer.timeouts(), SupervisorRemote.class));
    } catch (RemoteException | NotBoundException e) {
      throw new NodeUnreachableException(
          "Cannot reach the supervisor at " + address + " (" + e.getMessage() + ")",
          NodeUnreachableException.Effect.NONE,
          e);
    }
  }

  @Override
  public void kill(NodeId node) {
    try {
      remote.kill(node);
    } catch (RemoteException e) {
      throw lost(e);
    }
  }

  @Override
  public void restart(NodeId node) {
    try {
      remote.restart(node);
    } catch (RemoteException e) {
      throw lost(e);
    }
  }

  @Override
  public Map<NodeId, String> states() {
    try {
      return remote.states();
    } catch (RemoteException e) {
      throw lost(e);
    }
  }

  @Override
  public void stop() {
    try {
      remote.stop();
    } catch (RemoteException e) {
      throw lost(e);
    }
  }

  private NodeUnreachableException lost(RemoteException cause) {
    return new NodeUnreachableException(
        "The supervisor at " + address + " did not answer; is the cluster still up?",
        NodeUnreachableException.Effect.UNKNOWN,
        cause);
  }
}
