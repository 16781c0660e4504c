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
import org.quorama.remote.stream.StreamClient;
import org.quorama.rmi.AccessRefusedException;
import org.quorama.rmi.ClusterSecret;
import org.quorama.rmi.RmiTimeouts;

/**
 * The connection to one node: keeps its stub, and looks it up again after a restart on the same or
 * another port. Thread-safe.
 */
final class NodeLink {
  private final Supplier<Optional<NodeAddress>> whereabouts;
  private final Entrance entrance;
  private final ClusterSecret secret;
  private final RmiTimeouts timeouts;

  /** Where calls go; replaced under the lock of this, read by any thread. */
  private volatile @Nullable Entered entered;

  private volatile boolean isClosed;

  NodeLink(
      Supplier<Optional<NodeAddress>> whereabouts,
      Entrance entrance,
      ClusterSecret secret,
      RmiTimeouts timeouts) {
    this.whereabouts = whereabouts;
    this.entrance = entrance;
    this.secret = secret;
    this.timeouts = timeouts;
  }

  /** Passes the gate of a node. */
  interface Entrance {
    NodeServices enter(NodeAddress address) throws RemoteException, NotBoundException;
  }

  /** A node whose gate let this process in, and the way to its streams once that is known. */
  private static final class Entered {
    final NodeAddress address;
    final NodeServices services;
    private volatile @Nullable StreamClient streams;
    private volatile boolean isLeft;

    Entered(NodeAddress address, NodeServices services) {
      this.address = address;
      this.services = services;
    }

    synchronized StreamClient streams(ClusterSecret secret, RmiTimeouts timeouts)
        throws RemoteException {
      StreamClient known = streams;
      if (known == null) {
        NodeAddress at = new NodeAddress(address.host(), services.streamPort());
        known = new StreamClient(at, secret, NodeExport.streamed(timeouts));
        streams = known;
        if (isLeft) {
          known.close(); // serves who came in before, and keeps no connection
        }
      }
      return known;
    }

    /** Does not wait, not even for the node to say where its streams are. */
    void leave() {
      isLeft = true;
      StreamClient known = streams;
      if (known != null) {
        known.close();
      }
    }
  }

  /** A remote call. */
  interface Call<T> {
    T on(NodeServices services) throws RemoteException;
  }

  /** A question over a stream. */
  interface StreamCall<T> {
    T on(StreamClient streams);
  }

  /** Enters the node unless it has been entered. */
  void open() {
    enter();
  }

  /** Calls; once more through a new stub if the old one was certainly of no use. */
  <T> T call(Call<T> call) {
    return ask(via -> call.on(via.services));
  }

  /** Asks over a stream; once more if the node certainly was not reached where it was before. */
  <T> T stream(StreamCall<T> call) {
    return ask(via -> call.on(via.streams(secret, timeouts)));
  }

  private interface Question<T> {
    T to(Entered via) throws RemoteException;
  }

  private <T> T ask(Question<T> question) {
    Entered known = entered;
    if (known != null) {
      try {
        return attempt(known, question);
      } catch (NodeUnreachableException e) {
        throwUnlessStale(e);
      }
    }
    return attempt(enter(), question);
  }

  private static void throwUnlessStale(NodeUnreachableException failure) {
    if (failure.effect() != Effect.NONE) {
      throw failure;
    }
  }

  private <T> T attempt(Entered via, Question<T> question) {
    try {
      return question.to(via);
    } catch (NodeUnreachableException e) {
      if (e.effect() == Effect.NONE) {
        forget(via);
      }
      throw e;
    } catch (RemoteException e) {
      if (!(e instanceof ServerException)) {
        forget(via); // a node that refuses is still the one that was entered
      }
      throw unreachable(via.address, e);
    }
  }

  private synchronized void forget(Entered via) {
    if (entered == via) {
      entered = null; // else another thread has entered anew
    }
    via.leave();
  }

  private synchronized void remember(Entered fresh) {
    Entered before = entered;
    if (before != null) {
      before.leave();
    }
    if (isClosed) {
      fresh.leave();
    }
    entered = fresh;
  }

  private Entered enter() {
    NodeAddress address = whereabouts.get().orElseThrow(NodeLink::unknownAddress);
    Entered known = entered;
    if (known != null && known.address.equals(address)) {
      return known;
    }
    try {
      Entered fresh = new Entered(address, entrance.enter(address));
      remember(fresh);
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

  /** Closes the streams that nobody uses, and keeps none from now on; calls go on to work. */
  synchronized void close() {
    isClosed = true;
    if (entered != null) {
      entered.leave();
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
