package org.quorama.remote;

import java.rmi.AccessException;
import java.rmi.ConnectException;
import java.rmi.ConnectIOException;
import java.rmi.NoSuchObjectException;
import java.rmi.NotBoundException;
import java.rmi.RemoteException;
import java.rmi.ServerException;
import java.rmi.UnknownHostException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeAddress;
import org.quorama.remote.NodeUnreachableException.Effect;
import org.quorama.rmi.AccessRefusedException;
import org.quorama.rmi.ClusterSecret;
import org.quorama.rmi.RmiClient;
import org.quorama.rmi.RmiTimeouts;

/**
 * The connection to one node: keeps its stub, and looks it up again after a restart on the same or
 * another port. Thread-safe.
 */
final class NodeLink {
  private final Supplier<Optional<NodeAddress>> whereabouts;
  private final ClusterSecret secret;
  private final RmiTimeouts timeouts;
  private volatile @Nullable Entered entered;

  NodeLink(
      Supplier<Optional<NodeAddress>> whereabouts, ClusterSecret secret, RmiTimeouts timeouts) {
    this.whereabouts = whereabouts;
    this.secret = secret;
    this.timeouts = timeouts;
  }

  private record Entered(NodeAddress address, NodeServices services) {}

  /** A remote call. */
  interface Call<T> {
    T on(NodeServices services) throws RemoteException;
  }

  /** Enters the node unless it has been entered. */
  void open() {
    enter();
  }

  /** Calls; once more through a new stub if the old one was certainly of no use. */
  <T> T call(Call<T> call) {
    Entered known = entered;
    if (known != null) {
      try {
        return attempt(known, call);
      } catch (NodeUnreachableException e) {
        throwUnlessStale(e);
      }
    }
    return attempt(enter(), call);
  }

  private static void throwUnlessStale(NodeUnreachableException failure) {
    if (failure.effect() != Effect.NONE) {
      throw failure;
    }
  }

  private <T> T attempt(Entered via, Call<T> call) {
    try {
      return call.on(via.services());
    } catch (RemoteException e) {
      if (!(e instanceof ServerException)) {
        entered = null; // a node that refuses is still the one that was entered
      }
      throw unreachable(via.address(), e);
    }
  }

  private Entered enter() {
    NodeAddress address = whereabouts.get().orElseThrow(NodeLink::unknownAddress);
    Entered known = entered;
    if (known != null && known.address().equals(address)) {
      return known;
    }
    try {
      NodeServices services = RmiClient.enter(address, secret, timeouts, NodeServices.class);
      Entered fresh = new Entered(address, services);
      entered = fresh;
      return fresh;
    } catch (AccessRefusedException e) {
      String message =
          "Node " + address + " refused the secret: use the secret.file of its cluster";
      throw new NodeUnreachableException(message, Effect.NONE, e);
    } catch (RemoteException | NotBoundException e) {
      String message = "Node " + address + " does not answer: " + e.getMessage();
      throw new NodeUnreachableException(message, Effect.NONE, e);
    }
  }

  private static NodeUnreachableException unknownAddress() {
    String message = "Nobody has said yet where the node listens";
    return new NodeUnreachableException(message, Effect.NONE, new IllegalStateException(message));
  }

  static NodeUnreachableException unreachable(NodeAddress address, RemoteException failure) {
    String message = "Node " + address + " did not answer: " + failure.getMessage();
    return new NodeUnreachableException(message, effectOf(failure), failure);
  }

  /** Only what fails before the call is written certainly did not run. */
  static Effect effectOf(RemoteException failure) {
    boolean none =
        failure instanceof ConnectException
            || failure instanceof ConnectIOException
            || failure instanceof NoSuchObjectException
            || failure instanceof UnknownHostException
            || failure instanceof AccessException;
    return none ? Effect.NONE : Effect.UNKNOWN;
  }
}
