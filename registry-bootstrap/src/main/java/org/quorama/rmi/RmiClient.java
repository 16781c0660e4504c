package org.quorama.rmi;

import java.rmi.NotBoundException;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.rmi.ServerException;
import java.rmi.UnexpectedException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import org.quorama.cluster.NodeAddress;

/** Reaches the remote object of a process whose address is known. Stateless. */
public final class RmiClient {
  private RmiClient() {}

  /**
   * Passes a process's gate and returns the stub of the object behind it.
   *
   * @param address where the process listens
   * @param secret the secret of its cluster
   * @param timeouts how long to wait
   * @param type the remote interface that is expected
   * @param <T> that interface
   * @throws AccessRefusedException if the secret is wrong
   * @throws NotBoundException if no gate is listed there
   * @throws RemoteException if there is no answer in time, or an unexpected one
   */
  public static <T extends Remote> T enter(
      NodeAddress address, ClusterSecret secret, RmiTimeouts timeouts, Class<T> type)
      throws RemoteException, NotBoundException {
    Remote gate = registryAt(address, timeouts).lookup(NodeGate.NAME);
    if (!(gate instanceof NodeGate open)) {
      throw new UnexpectedException("What " + address + " lists as its gate is none");
    }
    byte[] nonce = open.challenge();
    Remote stub = pass(open, nonce, secret.prove(nonce));
    if (!type.isInstance(stub)) {
      throw new UnexpectedException("Behind the gate of " + address + " is no " + type.getName());
    }
    return type.cast(stub);
  }

  /**
   * Returns the registry at an address, without asking whether there is one.
   *
   * @param address where the process listens
   * @param timeouts how long calls of it wait
   * @throws RemoteException if no reference can be made
   */
  public static Registry registryAt(NodeAddress address, RmiTimeouts timeouts)
      throws RemoteException {
    timeouts.applyToJvm();
    return LocateRegistry.getRegistry(address.host(), address.port(), new ClientSockets(timeouts));
  }

  private static Remote pass(NodeGate gate, byte[] nonce, byte[] proof) throws RemoteException {
    try {
      return gate.enter(nonce, proof);
    } catch (ServerException e) {
      if (e.getCause() instanceof AccessRefusedException refused) {
        throw refused;
      }
      throw e;
    }
  }
}
