package org.quorama.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.DataId;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;
import org.quorama.raft.RoleName;
import org.quorama.remote.PushedData;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.lab.LabView.HeldMessage;
import org.quorama.trace.FaultTrace;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.FaultTrace.Release;
import org.quorama.trace.FaultTrace.Timer;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.MessageTrace.Kind;
import org.quorama.trace.RaftTrace;

/** Five real nodes that start frozen and do what hands let them do. */
class StepModeIT {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeId N3 = NodeId.of("n3");
  private static final List<NodeId> OTHERS = List.of(N1, N3, NodeId.of("n4"), NodeId.of("n5"));

  @TempDir Path directory;
  private SmallCluster cluster;
  private Hands hands;

  @BeforeEach
  void start() {
    cluster =
        new SmallCluster(
            directory,
            Map.of(
                "members", "n1,n2,n3,n4,n5",
                "pace", "lab",
                "lab", "true",
                "lab.frozen", "true",
                "pre.vote", "false"));
    hands = new Hands(cluster);
    hands.settle();
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void nothingHappensUntilADeadlineIsFired() {
    assertThat(hands.waiting()).isEmpty();
    for (NodeId node : cluster.nodes().keySet()) {
      assertThat(hands.look(node).time().protocolNanos()).isZero();
      assertThat(hands.role(node)).isEqualTo(RoleName.FOLLOWER);
      assertThat(hands.term(node)).isZero();
    }
  }

  @Test
  void electionIsSteppedThroughMessageByMessage() {
    hands.fire(N2, Timer.RAFT);

    assertThat(hands.role(N2)).isEqualTo(RoleName.CANDIDATE);
    assertThat(hands.waiting(N2)).extracting(HeldMessage::to).containsExactlyElementsOf(OTHERS);
    assertThat(hands.traced(N2, FaultTrace.DeadlineFired.class)).hasSize(1);

    for (NodeId voter : OTHERS) {
      hands.release(N2, each -> each.to().equals(voter), Release.DELIVER);
      assertThat(hands.term(voter)).isEqualTo(1);
      assertThat(hands.role(N2)).isEqualTo(RoleName.CANDIDATE);
    }
    assertThat(hands.waiting()).extracting(HeldMessage::from).containsExactlyElementsOf(OTHERS);

    hands.release(N2, each -> each.from().equals(N1), Release.DELIVER);
    assertThat(hands.role(N2)).isEqualTo(RoleName.CANDIDATE);
    hands.release(N2, each -> each.from().equals(N3), Release.DELIVER);

    assertThat(hands.role(N2)).isEqualTo(RoleName.LEADER);
    assertThat(hands.term(N2)).isEqualTo(1);
    hands.release(N2, Kind.REQUEST_VOTE_REPLY, Release.DELIVER);
    for (NodeId voter : OTHERS) {
      assertThat(hands.role(voter)).isEqualTo(RoleName.FOLLOWER);
      assertThat(hands.traced(voter, RaftTrace.BecameCandidate.class)).isEmpty();
    }
  }

  @Test
  void messageDroppedByHandIsLostAndSaidToBe() {
    hands.fire(N2, Timer.RAFT);
    assertThat(hands.release(N2, Kind.REQUEST_VOTE, Release.DROP)).isEqualTo(4);

    assertThat(hands.waiting()).isEmpty();
    assertThat(hands.traced(N2, MessageTrace.Dropped.class))
        .hasSize(4)
        .allMatch(dropped -> dropped.reason().equals("by hand"));
    assertThat(hands.term(N1)).isZero();
  }

  @Test
  void messageThatDoesNotWaitIsNotReleased() {
    assertThatThrownBy(
            () -> hands.order(N2, new LabOrder.ReleaseMessage("n2:1:77", Release.DELIVER)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("n2:1:77");
  }

  @Test
  void questionGoesOnTwiceAndBothRepliesWait() {
    hands.fire(N2, Timer.RAFT);
    hands.release(N2, each -> each.to().equals(N1), Release.DUPLICATE);

    assertThat(hands.waiting(N2).stream().filter(each -> each.from().equals(N1))).hasSize(2);
  }

  @Test
  void leavingStepModeLosesNothing() {
    hands.fire(N2, Timer.RAFT);
    hands.release(N2, each -> each.to().equals(N1), Release.DELIVER);
    assertThat(hands.waiting(N2)).hasSize(4);

    hands.pace(1, false);

    await().atMost(SmallCluster.LONG).until(this::allThatWaitedAtN2IsReceived);
    assertThat(hands.traced(N2, MessageTrace.Dropped.class)).isEmpty();
    assertThat(hands.traced(N2, FaultTrace.MessageReleased.class))
        .hasSize(5)
        .allMatch(released -> released.release() == Release.DELIVER);
    assertThat(cluster.perform(new FileOperation.MakeDirectory(FilePath.parse("/a"))).outcome())
        .isEqualTo(Outcome.OK);
  }

  private boolean allThatWaitedAtN2IsReceived() {
    List<String> received =
        cluster.nodes().keySet().stream()
            .flatMap(node -> hands.traced(node, MessageTrace.Received.class).stream())
            .map(MessageTrace.Received::messageId)
            .toList();
    return hands.traced(N2, FaultTrace.MessageHeld.class).stream()
        .allMatch(held -> received.contains(held.messageId()));
  }

  @Test
  void cutOneWayLosesQuestionsThatWayAndRepliesToTheOther() {
    hands.links(LinkRule.cut(N1, N3));

    hands.fire(N1, Timer.RAFT);
    assertThat(hands.waiting(N1)).extracting(HeldMessage::to).doesNotContain(N3).hasSize(3);
    assertThat(hands.traced(N1, MessageTrace.Dropped.class))
        .singleElement()
        .matches(dropped -> dropped.to().equals(N3) && dropped.reason().equals("cut"));

    hands.fire(N3, Timer.RAFT);
    hands.release(N3, each -> each.to().equals(N1), Release.DELIVER);

    assertThat(hands.traced(N1, MessageTrace.Received.class)).hasSize(1);
    assertThat(hands.traced(N3, MessageTrace.Dropped.class))
        .singleElement()
        .matches(dropped -> dropped.to().equals(N3) && dropped.reason().equals("cut"));
  }

  @Test
  void operationWaitsForTheMessagesThatItNeeds() throws Exception {
    hands.fire(N2, Timer.RAFT);
    await().atMost(SmallCluster.LONG).until(this::deliversUntilCaughtUp);
    CompletableFuture<OperationReply> reply =
        begin(new FileOperation.MakeDirectory(FilePath.parse("/a")));
    await().atMost(SmallCluster.LONG).until(() -> !hands.waiting(N2).isEmpty());
    hands.settle();
    assertThat(reply).isNotDone();

    assertThat(finish(reply).outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void grantsAndMutationsWaitInSightAndReportsGoOn() throws Exception {
    hands.fire(N2, Timer.RAFT);
    await().atMost(SmallCluster.LONG).until(this::deliversUntilCaughtUp);
    hands.orderAll(new LabOrder.Advance(Duration.ofSeconds(1)));
    hands.settle();
    assertThat(hands.traced(N2, MessageTrace.Received.class))
        .anyMatch(received -> received.summary().kind() == Kind.REPORT);
    FilePath file = FilePath.parse("/a");
    perform(new FileOperation.CreateFile(file));

    CompletableFuture<OperationReply> opened =
        begin(new FileOperation.OpenChunk(file, 0, List.of()));
    await()
        .atMost(SmallCluster.LONG)
        .until(() -> deliverAllBut(Kind.GRANT) && anyWaits(Kind.GRANT));
    assertThat(opened).isNotDone();
    OperationValue.ChunkLocation location =
        ((OperationValue.WritableChunk) Objects.requireNonNull(finish(opened).value())).location();

    byte[] bytes = {1, 2, 3};
    CompletableFuture<ChunkMessage.MutationReply> written = write(location, bytes);
    await().atMost(SmallCluster.LONG).until(() -> anyWaits(Kind.MUTATE));
    hands.settle();
    assertThat(written).isNotDone();
    assertThat(finish(written).code()).isEqualTo(ErrorCode.NONE);
  }

  private CompletableFuture<ChunkMessage.MutationReply> write(
      OperationValue.ChunkLocation location, byte[] bytes) {
    DataId data = new DataId(7, 1);
    List<NodeId> rest = new ArrayList<>(location.replicas());
    NodeId first = rest.remove(0);
    PushedData pushed = PushedData.of(data, Bytes.wrap(bytes), rest);
    assertThat(hands.port(first).push(pushed).code()).isEqualTo(ErrorCode.NONE);
    ChunkMessage.Write write =
        new ChunkMessage.Write(
            location.chunk(), location.version(), new ByteRange(0, bytes.length), data);
    return CompletableFuture.supplyAsync(() -> hands.port(location.primary()).write(write));
  }

  private boolean deliverAllBut(Kind kind) {
    hands.deliverAll(each -> each.summary().kind() != kind);
    return true;
  }

  private boolean anyWaits(Kind kind) {
    return hands.waiting().stream().anyMatch(each -> each.summary().kind() == kind);
  }

  private OperationReply perform(FileOperation operation) throws Exception {
    return finish(begin(operation));
  }

  private CompletableFuture<OperationReply> begin(FileOperation operation) {
    OperationRequest request = OperationRequest.once(operation);
    return CompletableFuture.supplyAsync(() -> hands.port(N2).perform(request));
  }

  private <T> T finish(CompletableFuture<T> reply) throws Exception {
    await()
        .atMost(SmallCluster.LONG)
        .until(
            () -> {
              hands.deliverAll(each -> true);
              return reply.isDone();
            });
    return reply.get();
  }

  private boolean deliversUntilCaughtUp() {
    hands.deliverAll(each -> true);
    hands.settle();
    return hands.role(N2) == RoleName.LEADER && hands.waiting().isEmpty();
  }
}
