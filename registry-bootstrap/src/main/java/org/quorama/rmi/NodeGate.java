package org.quorama.rmi;

import java.rmi.Remote;
import java.rmi.RemoteException;

/** The one remote object that a stranger may call: it hands out the others for a proof. */
public interface NodeGate extends Remote {
  /** The name under which every registry lists its own gate. */
  String NAME = "gate";

  /**
   * Returns a nonce that serves once, for {@link #enter}.
   *
   * @throws RemoteException if the gate does not answer
   */
  byte[] challenge() throws RemoteException;

  /**
   * Hands out the object behind the gate.
   *
   * @param nonce what {@link #challenge} returned
   * @param proof what {@link ClusterSecret#prove} makes of it
   * @throws AccessRefusedException if the proof is wrong or the nonce unknown, used or too old
   * @throws RemoteException if the gate does not answer
   */
  Remote enter(byte[] nonce, byte[] proof) throws RemoteException;
}
