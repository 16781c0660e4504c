package org.quorama.remote;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkVersion;
import org.quorama.chunk.DataId;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.FileOperation;
import org.quorama.metadata.FilePath;
import org.quorama.metadata.OperationRequest;
import org.quorama.metadata.RequestId;
import org.quorama.protocol.Bytes;
import org.quorama.raft.LogEntry;
import org.quorama.raft.LogPosition;
import org.quorama.raft.RaftMessage;
import org.quorama.rmi.AllowList;
import org.quorama.rmi.ClusterSecret;
import org.quorama.rmi.NodeGate;
import org.quorama.rmi.RmiEndpoint;
import org.quorama.rmi.SecretGate;

/**
 * Exports a node's services behind the gate that checks the cluster's secret. Thread-safe.
 *
 * <p>Holds what it exports, since the garbage collector of RMI does not.
 */
public final class NodeExport implements AutoCloseable {
  private final RmiEndpoint endpoint;
  private final RemoteNode services;
  private final NodeGate gate;

  /**
   * Exports the services; the gate is exported by the registry that lists it.
   *
   * @param endpoint where
   * @param secret what callers must know
   * @param node what serves clients
   * @param peer what serves other nodes
   */
  public NodeExport(RmiEndpoint endpoint, ClusterSecret secret, NodePort node, PeerPort peer) {
    this.endpoint = endpoint;
    this.services = new RemoteNode(node, peer);
    this.gate = new SecretGate(secret, endpoint.export(services, allowedArguments()));
  }

  /** Returns the gate that hands the services out. */
  public NodeGate gate() {
    return gate;
  }

  /** Takes the services back; calls that run are not cut. */
  @Override
  public void close() {
    endpoint.unexport(services);
  }

  /** Returns every type that an argument of {@link NodeServices} may hold. */
  static AllowList allowedArguments() {
    ArrayList<Class<?>> types =
        new ArrayList<>(
            List.of(
                Stamp.class,
                NodeId.class,
                Bytes.class,
                LogPosition.class,
                LogEntry.class,
                LogEntry.Kind.class,
                OperationRequest.class,
                RequestId.class,
                FilePath.class,
                PushedData.class,
                DataId.class,
                ByteRange.class,
                ChunkId.class,
                ChunkVersion.class,
                ChunkMessage.ReplicaInfo.class,
                Duration.class));
    addAll(RaftMessage.class, types);
    addAll(ChunkMessage.class, types);
    addAll(FileOperation.class, types);
    return AllowList.of(types.toArray(new Class<?>[0]));
  }

  /** Adds a sealed type and everything that it permits, at any depth. */
  private static void addAll(Class<?> type, List<Class<?>> types) {
    types.add(type);
    if (type.isSealed()) {
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        addAll(permitted, types);
      }
    }
  }
}
