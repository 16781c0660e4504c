package org.quorama.remote;

import java.rmi.Remote;
import java.rmi.RemoteException;
import java.util.Map;
import org.quorama.cluster.NodeId;

/** What a supervisor does for other processes that know the secret. */
interface SupervisorServices extends Remote {
  /**
   * Kills a node's process at once.
   *
   * @param node which
   * @return why it was refused, empty if it was done
   * @throws RemoteException if no answer came: it may have been done or not
   */
  String kill(NodeId node) throws RemoteException;

  /**
   * Starts a node that does not run; returns when it serves.
   *
   * @param node which
   * @return why it was refused, empty if it was done
   * @throws RemoteException if no answer came: it may have been done or not
   */
  String restart(NodeId node) throws RemoteException;

  /**
   * Starts a node that is new to the cluster; returns when it serves.
   *
   * @param node which
   * @return why it was refused, empty if it was done
   * @throws RemoteException if no answer came: it may have been done or not
   */
  String add(NodeId node) throws RemoteException;

  /**
   * Stops a node's process where it is.
   *
   * @param node which
   * @return why it was refused, empty if it was done
   * @throws RemoteException if no answer came: it may have been done or not
   */
  String pause(NodeId node) throws RemoteException;

  /**
   * Lets a paused process go on.
   *
   * @param node which
   * @return why it was refused, empty if it was done
   * @throws RemoteException if no answer came: it may have been done or not
   */
  String resume(NodeId node) throws RemoteException;

  /**
   * Returns which nodes run.
   *
   * @throws RemoteException if no answer came
   */
  Map<NodeId, Boolean> running() throws RemoteException;
}
