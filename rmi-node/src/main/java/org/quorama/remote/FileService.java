package org.quorama.remote;

import java.rmi.Remote;
import java.rmi.RemoteException;

/** The remote procedure call of the master for clients. */
interface FileService extends Remote {
  /**
   * Performs file operations in their order, if the node leads; otherwise says who may. Callers of
   * one client share a call, so that its cost is shared, too.
   *
   * @param batch what to do
   * @return what became of each, in the same order
   * @throws RemoteException if no answer came: each may have happened or not
   */
  ReplyBatch performAll(RequestBatch batch) throws RemoteException;
}
