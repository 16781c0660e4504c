package org.quorama.remote;

import java.rmi.Remote;
import java.rmi.RemoteException;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;

/** The remote procedure call of the master for clients. */
interface FileService extends Remote {
  /**
   * Performs a file operation, if the node leads; otherwise says who may.
   *
   * @param request what to do
   * @throws RemoteException if no answer came: it may have happened or not
   */
  OperationReply perform(OperationRequest request) throws RemoteException;
}
