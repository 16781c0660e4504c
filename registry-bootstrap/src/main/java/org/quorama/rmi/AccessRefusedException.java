package org.quorama.rmi;

import java.rmi.RemoteException;

/** Says that a caller did not prove that it knows the cluster secret. */
public final class AccessRefusedException extends RemoteException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes one.
   *
   * @param message what was wrong, and what the reader may do
   */
  public AccessRefusedException(String message) {
    super(message);
  }
}
