package org.quorama.registry;

import java.rmi.Remote;
import java.rmi.RemoteException;
import org.quorama.cluster.NodeAddress;

/** What a registry says of one node; answered by the registry's own process, not by that node. */
public interface NodeEntry extends Remote {
  /**
   * Returns where the node listens, as far as the answering process knows.
   *
   * @throws RemoteException if the answering process is gone
   */
  NodeAddress address() throws RemoteException;
}
