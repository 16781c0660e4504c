package org.quorama.remote;

import java.rmi.AlreadyBoundException;
import java.rmi.NotBoundException;
import java.rmi.RemoteException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.rmi.AllowList;
import org.quorama.rmi.ClusterSecret;
import org.quorama.rmi.NodeGate;
import org.quorama.rmi.RmiClient;
import org.quorama.rmi.RmiEndpoint;
import org.quorama.rmi.RmiTimeouts;

/** Lets other processes use a supervisor's {@link ProcessControl}, if they know the secret. */
public final class SupervisorLink {
  private SupervisorLink() {}

  /**
   * Exports a control behind the gate that checks the secret.
   *
   * @param endpoint where; closing it ends the export
   * @param secret what callers must know
   * @param control what does it
   */
  public static void export(RmiEndpoint endpoint, ClusterSecret secret, ProcessControl control) {
    SupervisorServices services = endpoint.export(new Server(control), AllowList.of(NodeId.class));
    NodeGate gate = endpoint.export(secret.guard(services), AllowList.of());
    try {
      endpoint.registry().bind(NodeGate.NAME, gate);
    } catch (RemoteException | AlreadyBoundException e) {
      throw new IllegalStateException("The supervisor's gate cannot be listed: " + e, e);
    }
  }

  /**
   * Connects to a supervisor.
   *
   * @param address where it listens
   * @param secret the cluster's secret
   * @throws NodeUnreachableException if it does not answer, or refuses the secret
   */
  public static ProcessControl connect(NodeAddress address, ClusterSecret secret) {
    try {
      return new Client(
          address,
          RmiClient.enter(address, secret, RmiTimeouts.defaults(), SupervisorServices.class));
    } catch (RemoteException | NotBoundException e) {
      throw unreachable(address, NodeUnreachableException.Effect.NONE, e);
    }
  }

  private static NodeUnreachableException unreachable(
      NodeAddress address, NodeUnreachableException.Effect effect, Exception cause) {
    return new NodeUnreachableException(
        "The supervisor at " + address + " does not answer; is 'quorama up' still running?",
        effect,
        cause);
  }

  /** Answers calls; expected refusals travel as text. */
  private record Server(ProcessControl control) implements SupervisorServices {
    @Override
    public String kill(NodeId node) {
      return refusalOf(node, control::kill);
    }

    @Override
    public String restart(NodeId node) {
      return refusalOf(node, control::restart);
    }

    @Override
    public String add(NodeId node) {
      return refusalOf(node, control::add);
    }

    @Override
    public String pause(NodeId node) {
      return refusalOf(node, control::pause);
    }

    @Override
    public String resume(NodeId node) {
      return refusalOf(node, control::resume);
    }

    @Override
    public Map<NodeId, Boolean> running() {
      return new TreeMap<>(control.running());
    }

    private static String refusalOf(NodeId node, Consumer<NodeId> action) {
      try {
        action.accept(node);
        return "";
      } catch (IllegalArgumentException | IllegalStateException e) {
        return String.valueOf(e.getMessage());
      }
    }
  }

  /** Makes calls; a refusal is an exception again. */
  private record Client(NodeAddress address, SupervisorServices services)
      implements ProcessControl {
    /** A call that returns why it was refused. */
    private interface Call {
      String run() throws RemoteException;
    }

    @Override
    public void kill(NodeId node) {
      perform(() -> services.kill(node));
    }

    @Override
    public void restart(NodeId node) {
      perform(() -> services.restart(node));
    }

    @Override
    public void add(NodeId node) {
      perform(() -> services.add(node));
    }

    @Override
    public void pause(NodeId node) {
      perform(() -> services.pause(node));
    }

    @Override
    public void resume(NodeId node) {
      perform(() -> services.resume(node));
    }

    private void perform(Call call) {
      try {
        String refusal = call.run();
        if (!refusal.isEmpty()) {
          throw new IllegalStateException(refusal);
        }
      } catch (RemoteException e) {
        throw unreachable(address, NodeUnreachableException.Effect.UNKNOWN, e);
      }
    }

    @Override
    public Map<NodeId, Boolean> running() {
      try {
        return services.running();
      } catch (RemoteException e) {
        throw unreachable(address, NodeUnreachableException.Effect.NONE, e);
      }
    }
  }
}
