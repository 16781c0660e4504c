package org.quorama.rmi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.rmi.NoSuchObjectException;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.UnicastRemoteObject;
import java.util.ArrayList;
import java.util.List;
import org.quorama.cluster.NodeAddress;

/**
 * One TCP port on one host, behind which a registry and all remote objects of a process live.
 * Thread-safe.
 *
 * <p>It keeps what it exports alive until it is closed.
 */
public final class RmiEndpoint implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RmiEndpoint.class.getName());

  private final ServerSockets servers;
  private final ClientSockets clients;
  private final Registry registry;
  private final NodeAddress address;

  /** What is exported, in order. Guarded by itself. */
  private final List<Remote> exported = new ArrayList<>();

  private RmiEndpoint(String host, int port, RmiTimeouts timeouts) throws IOException {
    this.servers = new ServerSockets(InetAddress.getByName(host), timeouts.polling());
    this.clients = new ClientSockets(timeouts);
    this.registry = LocateRegistry.createRegistry(port, clients, servers);
    this.address = new NodeAddress(host, servers.port());
  }

  /**
   * Opens a port and an empty registry on it.
   *
   * @param host the only address to bind to
   * @param port the port, or 0 for any that is free
   * @param timeouts how long callers of this endpoint's objects wait
   * @throws PortInUseException if another process has the port
   * @throws UncheckedIOException if the port cannot be opened for another reason
   */
  public static RmiEndpoint open(String host, int port, RmiTimeouts timeouts) {
    timeouts.applyToJvm();
    System.setProperty("java.rmi.server.hostname", host);
    try {
      return new RmiEndpoint(host, port, timeouts);
    } catch (IOException e) {
      if (e.getCause() instanceof BindException) {
        throw new PortInUseException(host, port, e);
      }
      throw new UncheckedIOException("Cannot listen on " + host + ":" + port, e);
    }
  }

  /** Returns the host and the port that it listens on. */
  public NodeAddress address() {
    return address;
  }

  /** Returns the registry; only this process may bind and rebind in it. */
  public Registry registry() {
    return registry;
  }

  /**
   * Makes an object callable from other processes.
   *
   * @param object what to export
   * @param allowed what may arrive as arguments
   * @param <T> the remote interface to see the stub as; the stub is not of the object's class
   * @return the stub
   * @throws UncheckedIOException if it cannot be exported
   */
  @SuppressWarnings("unchecked") // The stub implements every remote interface of the object.
  public <T extends Remote> T export(T object, AllowList allowed) {
    try {
      T stub =
          (T)
              UnicastRemoteObject.exportObject(
                  object, address.port(), clients, servers, allowed.filter());
      synchronized (exported) {
        exported.add(object);
      }
      return stub;
    } catch (RemoteException e) {
      throw new UncheckedIOException("Cannot export " + object.getClass().getName(), e);
    }
  }

  /**
   * Takes an object back; calls to it fail from now on. Does nothing if it is not exported.
   *
   * @param object what was exported
   */
  public void unexport(Remote object) {
    synchronized (exported) {
      exported.removeIf(each -> each == object);
    }
    withdraw(object);
  }

  /** Takes every object back and closes the port and all connections to it. */
  @Override
  public void close() {
    List<Remote> all;
    synchronized (exported) {
      all = List.copyOf(exported);
      exported.clear();
    }
    all.forEach(RmiEndpoint::withdraw);
    withdraw(registry);
    try {
      servers.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "Closing " + address + " failed", e);
    }
  }

  private static void withdraw(Remote object) {
    try {
      UnicastRemoteObject.unexportObject(object, true);
    } catch (NoSuchObjectException e) {
      LOG.log(System.Logger.Level.DEBUG, "Was not exported: {0}", e.getMessage());
    }
  }
}
