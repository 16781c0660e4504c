package org.quorama.remote;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.protocol.ErrorCode;
import org.quorama.raft.RaftMessage;
import org.quorama.raft.log.Membership;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.stream.BlockSink;
import org.quorama.remote.stream.StreamServer;
import org.quorama.remote.stream.StreamService;
import org.quorama.remote.stream.StreamTimeouts;
import org.quorama.rmi.AllowList;
import org.quorama.rmi.ClusterSecret;
import org.quorama.rmi.NodeGate;
import org.quorama.rmi.RmiEndpoint;
import org.quorama.rmi.RmiTimeouts;

/**
 * Exports a node's services behind the gate that checks the cluster's secret. Thread-safe.
 *
 * <p>Holds what it exports, since the garbage collector of RMI does not.
 */
public final class NodeExport implements AutoCloseable {
  private final RmiEndpoint endpoint;
  private final RemoteNode services;
  private final StreamServer streams;
  private final NodeGate gate;

  /**
   * Exports the services; the gate is exported by the registry that lists it.
   *
   * @param endpoint where
   * @param secret what callers must know
   * @param node what serves clients
   * @param peer what serves other nodes
   * @param timeouts of the streams beside RMI
   */
  public NodeExport(
      RmiEndpoint endpoint,
      ClusterSecret secret,
      NodePort node,
      PeerPort peer,
      RmiTimeouts timeouts) {
    this.endpoint = endpoint;
    this.streams =
        StreamServer.open(
            endpoint.address().host(), secret, new Streamed(node, peer), streamed(timeouts));
    this.services = new RemoteNode(node, peer, streams.address().port());
    this.gate = secret.guard(endpoint.export(services, allowedArguments()));
  }

  /** Returns the gate that hands the services out. */
  public NodeGate gate() {
    return gate;
  }

  /** Returns the time-outs of streams that go with those of remote calls. */
  static StreamTimeouts streamed(RmiTimeouts timeouts) {
    return new StreamTimeouts(
        timeouts.connect(), timeouts.handshake(), timeouts.response(), timeouts.polling());
  }

  /** Answers what comes over streams. */
  private record Streamed(NodePort node, PeerPort peer) implements StreamService {
    @Override
    public ByteBuffer room(int length) {
      return node.room(length);
    }

    @Override
    public MutationReply push(PushedData data) {
      return node.push(data);
    }

    @Override
    public MutationReply pass(Stamp stamp, PushedData data) {
      return peer.pass(stamp, data);
    }

    @Override
    public ErrorCode read(ChunkMessage.Read read, BlockSink sink) throws IOException {
      return node.read(read, sink);
    }

    @Override
    public MutationReply write(ChunkMessage.Write write) {
      return node.write(write);
    }

    @Override
    public MutationReply write(PushedData data, ChunkMessage.Write write) {
      return node.write(data, write);
    }

    @Override
    public Stamped<MutationReply> mutate(Stamp stamp, ChunkMessage.Mutate mutate, PushedData data) {
      return peer.mutate(stamp, mutate, data);
    }

    @Override
    public Stamped<MutationReply> mutate(Stamp stamp, ChunkMessage.Mutate mutate) {
      return peer.mutate(stamp, mutate);
    }
  }

  /** Takes the services back; remote calls that run are not cut, streams are. */
  @Override
  public void close() {
    endpoint.unexport(services);
    streams.close();
  }

  /** Returns the arguments of {@link NodeServices}, which stand for all that they are made of. */
  static AllowList allowedArguments() {
    return AllowList.of(
        Stamp.class,
        Stamped.class,
        StampedPacket.class,
        RaftMessage.class,
        ChunkMessage.class,
        RequestBatch.class,
        OperationRequest.class,
        LabOrder.class,
        Membership.Change.class,
        NodeId.class,
        Duration.class);
  }
}
