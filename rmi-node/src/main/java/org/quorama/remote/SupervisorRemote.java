package org.quorama.remote;

import java.rmi.Remote;
import java.rmi.RemoteException;
import java.util.Map;
import org.quorama.cluster.NodeId;

/** The remote form of {@link SupervisorCommands}; see there. */
interface SupervisorRemote extends Remote {
  void kill(NodeId node) throws RemoteException;

  void restart(NodeId node) throws RemoteException;

  Map<NodeId, String> states() throws RemoteException;

  void stop() throws RemoteException;
}
