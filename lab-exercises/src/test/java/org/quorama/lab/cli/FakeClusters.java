package org.quorama.lab.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkMessage;
import org.quorama.client.ClientConfig;
import org.quorama.client.QuoramaClient;
import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cluster.ClusterException;
import org.quorama.lab.cluster.ClusterPlan;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Clusters;
import org.quorama.lab.cluster.RemoteCluster;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.raft.RoleName;
import org.quorama.remote.NodeConnector;
import org.quorama.remote.NodePort;
import org.quorama.remote.NodeStatus;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.ReadReply;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.lab.LabView;
import org.quorama.trace.RaftSummary;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceBatch;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;

/** A cluster of one node in memory that answers as a test says. */
final class FakeClusters implements Clusters {
  static final NodeId NODE = NodeId.of("n1");
  static final NodeAddress ADDRESS = new NodeAddress("127.0.0.1", 1001);

  private static final RaftSummary RAFT =
      new RaftSummary(3, RoleName.LEADER, NODE, NODE, 9, 3, 8, 7, 0);

  private final CountDownLatch never = new CountDownLatch(1);
  final List<String> faults = new ArrayList<>();
  final List<FileOperation> operations = new ArrayList<>();
  boolean running = true;
  boolean answers = true;
  int closed;
  @Nullable ClusterPlan started;

  /** What a lab sees of it. */
  final FakeLab lab = new FakeLab();

  /** What the master says; by default that it is done. */
  Function<FileOperation, OperationReply> master =
      operation -> OperationReply.ok(new OperationValue.Done(), 1);

  /** What replicas hold. */
  byte[] content = new byte[0];

  @Override
  public ClusterSession start(ClusterPlan plan) {
    if (!running) {
      throw new ClusterException("Port 2001 is in use: end what uses it");
    }
    started = plan;
    return new Session(plan.clusterDir());
  }

  @Override
  public ClusterSession connect(Path clusterDir) {
    if (!running) {
      throw new ClusterException("No cluster runs in " + clusterDir + ": start one: quorama up");
    }
    return new Session(clusterDir);
  }

  @Override
  public RemoteCluster reach(Reach reach) {
    if (!running) {
      throw new ClusterException("No cluster runs in " + reach.clusterDir());
    }
    ClientConfig config = ClientConfig.defaults().withOperationTimeout(reach.timeout());
    Connector connector = new Connector();
    return new RemoteCluster(
        new QuoramaClient(connector, List.of(ADDRESS), config), connector, List.of(ADDRESS));
  }

  private final class Session implements ClusterSession {
    private final Path dir;
    private final QuoramaClient client =
        new QuoramaClient(
            new Connector(),
            List.of(ADDRESS),
            ClientConfig.defaults().withOperationTimeout(Duration.ofMillis(60)));

    Session(Path dir) {
      this.dir = dir;
    }

    @Override
    public Path clusterDir() {
      return dir;
    }

    @Override
    public Map<NodeId, NodeAddress> nodes() {
      return Map.of(NODE, ADDRESS);
    }

    @Override
    public QuoramaClient client() {
      return client;
    }

    @Override
    public NodeConnector connector() {
      return new Connector();
    }

    @Override
    public Optional<NodeStatus> status(NodeId node) {
      return answers ? Optional.of(new Port().status()) : Optional.empty();
    }

    @Override
    public void kill(NodeId node) {
      faults.add("kill " + node);
    }

    @Override
    public void add(NodeId node) {
      faults.add("start " + node);
    }

    @Override
    public void restart(NodeId node) {
      faults.add("restart " + node);
    }

    @Override
    public void pause(NodeId node) {
      faults.add("pause " + node);
    }

    @Override
    public void resume(NodeId node) {
      faults.add("resume " + node);
    }

    @Override
    public LabView lab(NodeId node, LabOrder order) {
      return lab.answer(node, order, faults);
    }

    @Override
    public boolean hasEnded(NodeId node) {
      return false;
    }

    @Override
    public void close() {
      closed++;
      client.close();
    }
  }

  private final class Connector implements NodeConnector {
    @Override
    public NodePort connect(NodeAddress address) {
      return new Port();
    }

    @Override
    public ClusterMembers lookup(NodeAddress anyNode) {
      return new ClusterMembers(Map.of(NODE, ADDRESS));
    }
  }

  private final class Port implements NodePort {
    @Override
    public OperationReply perform(OperationRequest request) {
      if (request.operation() instanceof FileOperation.OpenSession) {
        return OperationReply.ok(new OperationValue.SessionOpened(1, Duration.ofMinutes(1)), 1);
      } else if (request.operation() instanceof FileOperation.SessionControl) {
        return OperationReply.ok(new OperationValue.Done(), 1);
      }
      operations.add(request.operation());
      return master.apply(request.operation());
    }

    @Override
    public ChunkMessage.MutationReply push(org.quorama.remote.PushedData data) {
      content = data.bytes().array();
      return new ChunkMessage.MutationReply(ErrorCode.NONE, List.of());
    }

    @Override
    public ChunkMessage.MutationReply write(ChunkMessage.Write write) {
      return new ChunkMessage.MutationReply(ErrorCode.NONE, List.of());
    }

    @Override
    public ReadReply read(ChunkMessage.Read read) {
      return ReadReply.of(Bytes.wrap(content));
    }

    @Override
    public ControlReply changeMembership(org.quorama.raft.log.Membership.Change change) {
      faults.add(change.step() + " " + change.node());
      return new ControlReply(org.quorama.protocol.Outcome.OK, ErrorCode.NONE, "", null);
    }

    @Override
    public ControlReply transferLeadership(NodeId target) {
      if (target.equals(NodeId.of("n9"))) {
        return new ControlReply(
            org.quorama.protocol.Outcome.FAIL, ErrorCode.INVALID, "It does not vote", null);
      }
      faults.add("transfer " + target);
      return new ControlReply(org.quorama.protocol.Outcome.OK, ErrorCode.NONE, "", null);
    }

    @Override
    public NodeStatus status() {
      if (!answers) {
        throw new NodeUnreachableException(
            "Node n1 is gone", NodeUnreachableException.Effect.NONE, new IllegalStateException());
      }
      return new NodeStatus(
          NODE, ADDRESS, 1, RAFT, ClusterMembers.none(), new NodeStatus.Storage(2, 1_000_000, 255));
    }

    @Override
    public TraceBatch pollTrace(long fromSeq, int max, Duration wait) {
      if (fromSeq <= 1) {
        TraceDetail won = new RaftTrace.BecameLeader(List.of(NODE));
        return new TraceBatch(1, List.of(new TraceEvent(NODE, 1, 1, 1, 0, RAFT, won)), 2, 0);
      }
      try {
        never.await(wait.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return new TraceBatch(1, List.of(), fromSeq, 0);
    }
  }
}
