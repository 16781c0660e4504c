package org.quorama.remote;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.registry.NodeRegistry;
import org.quorama.rmi.AllowList;
import org.quorama.rmi.ClusterSecret;
import org.quorama.rmi.RmiEndpoint;
import org.quorama.rmi.RmiTimeouts;
import org.quorama.rmi.SecretGate;

/** Answers other processes in the name of a supervisor, behind the cluster secret. */
public final class SupervisorServer implements AutoCloseable {
  private static final NodeId NAME = NodeId.of("supervisor");

  private final RmiEndpoint endpoint;

  private SupervisorServer(RmiEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** Returns the time-outs for calls to a supervisor: a restart may take its time. */
  static RmiTimeouts timeouts() {
    RmiTimeouts usual = RmiTimeouts.defaults();
    return new RmiTimeouts(usual.connect(), usual.handshake(), Duration.ofSeconds(45));
  }

  /**
   * Opens any free port for a supervisor.
   *
   * @param host the only address to bind to
   * @param secret what callers must know
   * @param commands whom to pass calls to
   */
  public static SupervisorServer open(
      String host, ClusterSecret secret, SupervisorCommands commands) {
    RmiEndpoint endpoint = RmiEndpoint.open(host, 0, timeouts());
    Adapter adapter = new Adapter(commands);
    endpoint.export(adapter, AllowList.of(NodeId.class));
    NodeRegistry.open(endpoint, NAME, new SecretGate(secret, adapter));
    return new SupervisorServer(endpoint);
  }

  /** Returns where it listens. */
  public NodeAddress address() {
    return endpoint.address();
  }

  @Override
  public void close() {
    endpoint.close();
  }

  private static final class Adapter implements SupervisorRemote {
    private final SupervisorCommands commands;

    Adapter(SupervisorCommands commands) {
      this.commands = commands;
    }

    @Override
    public void kill(NodeId node) {
      commands.kill(node);
    }

    @Override
    public void restart(NodeId node) {
      commands.restart(node);
    }

    @Override
    public Map<NodeId, String> states() {
      return new TreeMap<>(commands.states());
    }

    @Override
    public void stop() {
      commands.stop();
    }
  }
}
