package org.quorama.lab.demos.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.quorama.chunk.ChunkMessage;
import org.quorama.client.ClientConfig;
import org.quorama.client.QuoramaClient;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cluster.ClusterException;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.tree.Scratch;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.remote.NodeConnector;
import org.quorama.remote.NodePort;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.ReadReply;
import org.quorama.remote.RmiNodeConnector;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.lab.LabView;
import org.quorama.rmi.ClusterSecret;
import org.quorama.rmi.RmiTimeouts;
import org.quorama.supervisor.ClusterInfo;
import org.quorama.trace.TraceBatch;
import org.quorama.trace.TraceEvent;

/** A cluster of real processes with a directory of its own. */
final class LiveDemoCluster implements DemoCluster {
  private static final System.Logger LOG = System.getLogger(LiveDemoCluster.class.getName());
  private static final int MAX_EVENTS = 5_000;
  private static final Duration PATIENCE = Duration.ofHours(1);

  private final ClusterSession session;
  private final Path scratch;

  /** The client's own: it waits for what a reader delivers by hand. */
  private final NodeConnector patience;

  private final QuoramaClient client;

  private final Thread atExit = new Thread(this::end, "demo-exit");

  /** How far each node's trace was read; confined to the thread that asks for news. */
  private final Map<NodeId, Place> places = new TreeMap<>();

  private record Place(long incarnation, long nextSeq) {
    static final Place START = new Place(0, 1);
  }

  LiveDemoCluster(ClusterSession session, Path scratch) {
    this.session = session;
    this.scratch = scratch;
    ClientConfig usual = ClientConfig.defaults();
    ClientConfig patient =
        new ClientConfig(
            PATIENCE, PATIENCE, usual.minBackoff(), usual.maxBackoff(), 1, usual.maxStreams());
    Path secret = ClusterInfo.read(session.clusterDir()).secretFile();
    this.patience = new RmiNodeConnector(ClusterSecret.read(secret), RmiTimeouts.byHand());
    this.client = new QuoramaClient(patience, List.copyOf(session.nodes().values()), patient);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  @Override
  public List<NodeId> nodes() {
    return session.nodes().keySet().stream().sorted().toList();
  }

  @Override
  public LabView lab(NodeId node, LabOrder order) {
    return port(node).lab(order);
  }

  @Override
  public List<TraceEvent> news(NodeId node, Duration wait) {
    Place place = places.getOrDefault(node, Place.START);
    try {
      TraceBatch batch = port(node).pollTrace(place.nextSeq(), MAX_EVENTS, wait);
      boolean another = batch.incarnation() != place.incarnation() && place.nextSeq() != 1;
      places.put(node, new Place(batch.incarnation(), another ? 1 : batch.nextSeq()));
      return another ? news(node, Duration.ZERO) : batch.events();
    } catch (NodeUnreachableException ignored) {
      return List.of();
    }
  }

  @Override
  public void kill(NodeId node) {
    session.kill(node);
  }

  @Override
  public void restart(NodeId node) {
    session.restart(node);
  }

  @Override
  public List<NodeId> registry(NodeId node) {
    return List.copyOf(session.connector().lookup(address(node)).addresses().keySet());
  }

  @Override
  public OperationReply ask(NodeId node, FileOperation operation) {
    return port(node).perform(OperationRequest.once(operation));
  }

  @Override
  public ReadReply replica(NodeId node, ChunkMessage.Read read) {
    return port(node).read(read);
  }

  @Override
  public QuoramaClient client() {
    return client;
  }

  private NodePort port(NodeId node) {
    return session.connector().connect(address(node));
  }

  private NodeAddress address(NodeId node) {
    NodeAddress address = session.nodes().get(node);
    if (address == null) {
      throw new IllegalArgumentException("No node is called " + node);
    }
    return address;
  }

  /** Kills first: nobody needs what they stored, and a frozen node cannot say good-bye. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException ignored) {
      // the JVM is ending, and runs the hook by itself
    }
    end();
  }

  private void end() {
    try {
      nodes().stream().filter(node -> !session.hasEnded(node)).forEach(this::killAtEnd);
      client.close();
      patience.close();
    } finally {
      session.close();
      Scratch.discard(scratch);
    }
  }

  private void killAtEnd(NodeId node) {
    try {
      session.kill(node);
    } catch (ClusterException e) {
      LOG.log(System.Logger.Level.DEBUG, "{0} has ended by itself: {1}", node, e.getMessage());
    }
  }
}
