package org.quorama.lab.shell;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.quorama.chunk.ChunkMessage;
import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
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
import org.quorama.remote.PushedData;
import org.quorama.remote.ReadReply;
import org.quorama.trace.RaftSummary;
import org.quorama.trace.TraceBatch;

/** One node that answers as a test says. */
final class FakePort implements NodePort, NodeConnector {
  static final NodeId NODE = NodeId.of("n1");
  static final NodeAddress ADDRESS = new NodeAddress("127.0.0.1", 1001);

  private static final RaftSummary RAFT =
      new RaftSummary(3, RoleName.LEADER, NODE, NODE, 9, 3, 8, 7, 0);

  final List<OperationRequest> requests = new CopyOnWriteArrayList<>();
  final Semaphore inStatus = new Semaphore(0);
  volatile Function<OperationRequest, OperationReply> master =
      request -> OperationReply.ok(new OperationValue.Done(), 1);
  volatile boolean answers = true;
  volatile long appendedAt = -1;
  volatile CountDownLatch beforeStatus = new CountDownLatch(0);

  @Override
  public NodePort connect(NodeAddress address) {
    return this;
  }

  @Override
  public ClusterMembers lookup(NodeAddress anyNode) {
    return new ClusterMembers(Map.of(NODE, ADDRESS));
  }

  @Override
  public OperationReply perform(OperationRequest request) {
    if (request.operation() instanceof FileOperation.OpenSession) {
      return OperationReply.ok(new OperationValue.SessionOpened(1, Duration.ofMinutes(1)), 1);
    } else if (request.operation() instanceof FileOperation.SessionControl) {
      return OperationReply.ok(new OperationValue.Done(), 1);
    }
    requests.add(request);
    return master.apply(request);
  }

  @Override
  public ChunkMessage.MutationReply push(PushedData data) {
    return new ChunkMessage.MutationReply(ErrorCode.NONE, List.of());
  }

  @Override
  public ChunkMessage.MutationReply write(ChunkMessage.Write write) {
    return new ChunkMessage.MutationReply(ErrorCode.NONE, List.of(), appendedAt);
  }

  @Override
  public ReadReply read(ChunkMessage.Read read) {
    return new ReadReply(ErrorCode.NONE, Bytes.EMPTY, 0);
  }

  @Override
  public NodeStatus status() {
    inStatus.release();
    try {
      beforeStatus.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!answers) {
      throw new NodeUnreachableException(
          "gone", NodeUnreachableException.Effect.NONE, new IllegalStateException());
    }
    return new NodeStatus(
        NODE, ADDRESS, 1, RAFT, ClusterMembers.none(), new NodeStatus.Storage(2, 1_000, 255));
  }

  @Override
  public TraceBatch pollTrace(long fromSeq, int max, Duration wait) {
    return new TraceBatch(1, List.of(), fromSeq, 0);
  }
}
