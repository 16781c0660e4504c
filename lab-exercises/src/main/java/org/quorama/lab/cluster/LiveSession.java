package org.quorama.lab.cluster;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.quorama.client.ClientConfig;
import org.quorama.client.QuoramaClient;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.remote.NodeConnector;
import org.quorama.remote.NodeStatus;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.ProcessControl;
import org.quorama.remote.RmiNodeConnector;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.lab.LabView;
import org.quorama.rmi.ClusterSecret;
import org.quorama.supervisor.ClusterInfo;

/** A cluster of real processes, reached over RMI. Thread-safe. */
final class LiveSession implements ClusterSession {
  /** Where the nodes are; grows with {@link #add}. */
  private volatile ClusterInfo info;

  private final Supplier<ProcessControl> processes;
  private final Runnable atEnd;
  private final NodeConnector connector;
  private final QuoramaClient client;

  /** Makes one that asks for the control of processes whenever it is needed. */
  LiveSession(ClusterInfo info, Supplier<ProcessControl> processes, Runnable atEnd) {
    this.info = info;
    this.processes = processes;
    this.atEnd = atEnd;
    this.connector = RmiNodeConnector.ofClient(ClusterSecret.read(info.secretFile()));
    this.client =
        new QuoramaClient(connector, List.copyOf(info.nodes().values()), ClientConfig.defaults());
  }

  @Override
  public Path clusterDir() {
    return info.clusterDir();
  }

  @Override
  public Map<NodeId, NodeAddress> nodes() {
    return info.nodes();
  }

  @Override
  public QuoramaClient client() {
    return client;
  }

  @Override
  public NodeConnector connector() {
    return connector;
  }

  @Override
  public Optional<NodeStatus> status(NodeId node) {
    try {
      return Optional.of(connector.connect(addressOf(node)).status());
    } catch (NodeUnreachableException ignored) {
      return Optional.empty();
    }
  }

  @Override
  public void kill(NodeId node) {
    addressOf(node);
    asking(() -> processes.get().kill(node));
  }

  @Override
  public void restart(NodeId node) {
    addressOf(node);
    asking(() -> processes.get().restart(node));
  }

  @Override
  public void add(NodeId node) {
    asking(() -> processes.get().add(node));
    info = ClusterInfo.read(info.clusterDir());
  }

  @Override
  public void pause(NodeId node) {
    addressOf(node);
    asking(() -> processes.get().pause(node));
  }

  @Override
  public void resume(NodeId node) {
    addressOf(node);
    asking(() -> processes.get().resume(node));
  }

  @Override
  public LabView lab(NodeId node, LabOrder order) {
    NodeAddress address = addressOf(node);
    try {
      return connector.connect(address).lab(order);
    } catch (IllegalStateException e) {
      throw new ClusterException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public boolean hasEnded(NodeId node) {
    try {
      return !processes.get().running().getOrDefault(node, true);
    } catch (IllegalStateException | UncheckedIOException | NodeUnreachableException ignored) {
      return false;
    }
  }

  private static void asking(Runnable call) {
    try {
      call.run();
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new ClusterException(String.valueOf(e.getMessage()), e);
    }
  }

  private NodeAddress addressOf(NodeId node) {
    NodeAddress address = info.nodes().get(node);
    if (address == null) {
      throw new ClusterException(
          "No node is called " + node + ": this cluster has " + info.nodes().keySet());
    }
    return address;
  }

  @Override
  public void close() {
    client.close();
    connector.close();
    atEnd.run();
  }
}
