package org.quorama.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.protocol.Outcome;
import org.quorama.raft.RoleName;
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

    await().atMost(SmallCluster.LONG).until(() -> hands.role(N2) == RoleName.LEADER);
    assertThat(hands.term(N2)).isEqualTo(1);
    assertThat(hands.traced(N2, MessageTrace.Dropped.class)).isEmpty();
    assertThat(hands.traced(N2, FaultTrace.MessageReleased.class)).hasSize(5);
    assertThat(cluster.perform(new FileOperation.MakeDirectory(FilePath.parse("/a"))).outcome())
        .isEqualTo(Outcome.OK);
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
    OperationRequest request =
        OperationRequest.once(new FileOperation.MakeDirectory(FilePath.parse("/a")));

    CompletableFuture<OperationReply> reply =
        CompletableFuture.supplyAsync(() -> hands.port(N2).perform(request));
    await().atMost(SmallCluster.LONG).until(() -> !hands.waiting(N2).isEmpty());
    hands.settle();
    assertThat(reply).isNotDone();

    await()
        .atMost(SmallCluster.LONG)
        .until(
            () -> {
              hands.deliverAll();
              return reply.isDone();
            });
    assertThat(reply.get().outcome()).isEqualTo(Outcome.OK);
  }

  private boolean deliversUntilCaughtUp() {
    hands.deliverAll();
    hands.settle();
    return hands.role(N2) == RoleName.LEADER && hands.waiting().isEmpty();
  }
}
