package org.quorama.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.ReadMode;
import org.quorama.protocol.Outcome;

class LeaderSearchTest {
  private static final FilePath FILE = FilePath.parse("/file");
  private static final FileOperation CREATE = new FileOperation.CreateFile(FILE);
  private static final FileOperation STAT = new FileOperation.Stat(FILE);

  private final FakeCluster cluster = new FakeCluster();
  private final QuoramaClient client =
      new QuoramaClient(
          cluster, cluster.addresses().subList(0, 1), ClientConfig.defaults(), cluster);

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void nodesThatNameEachOtherDoNotHideTheLeader() {
    cluster.leader = NodeId.of("n5");
    cluster.node("n1").hint = NodeId.of("n2");
    cluster.node("n2").hint = NodeId.of("n1");

    assertThat(client.perform(STAT).nodeId()).isEqualTo(NodeId.of("n5"));
    assertThat(cluster.waitedNanos).isZero();
    assertThat(cluster.nodes.values()).allMatch(node -> node.timesAsked <= 1);
  }

  @Test
  void leaderThatNobodyKnowsIsLookedUpOncePerRound() {
    cluster.leader = NodeId.of("n5");
    cluster.nodes.values().forEach(node -> node.hint = NodeId.of("n9"));

    assertThat(client.perform(STAT).nodeId()).isEqualTo(NodeId.of("n5"));
    assertThat(cluster.lookups).isLessThanOrEqualTo(2);
  }

  @Test
  void answersTellWhoGaveThemInWhichTerm() {
    OperationReply reply = client.perform(CREATE);

    assertThat(reply.nodeId()).isEqualTo(NodeId.of("n1"));
    assertThat(reply.term()).isEqualTo(7);
    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> client.require(CREATE))
        .satisfies(it -> assertThat(it.node()).contains(NodeId.of("n1")))
        .satisfies(it -> assertThat(it.term()).isEqualTo(7));
  }

  @Test
  void failureForWantOfALeaderTellsWhoRefusedLast() {
    cluster.leader = null;

    assertThatExceptionOfType(OperationFailedException.class)
        .isThrownBy(() -> client.perform(CREATE))
        .satisfies(it -> assertThat(it.node()).isPresent())
        .satisfies(it -> assertThat(it.term()).isEqualTo(7));
  }

  @Test
  void staleReadsAreAnsweredByTheNodesInTurn() {
    cluster.leader = NodeId.of("n2"); // so that a hint is followed, and all nodes are known
    client.perform(CREATE);
    cluster.nodes.values().forEach(node -> node.timesAsked = 0);
    for (int i = 0; i < 10; i++) {
      assertThat(client.perform(STAT, ReadMode.STALE).outcome()).isEqualTo(Outcome.OK);
    }

    assertThat(cluster.nodes.values()).extracting(node -> node.timesAsked).containsOnly(2);
  }

  @Test
  void staleReadIsAnsweredWithoutALeaderByTheOnlyNodeThatIsUp() {
    cluster.leader = NodeId.of("n2");
    client.perform(CREATE);
    cluster.leader = null;
    cluster.nodes.forEach((id, node) -> node.down = !Objects.equals(id, NodeId.of("n4")));

    OperationReply reply = client.perform(STAT, ReadMode.STALE);

    assertThat(reply.nodeId()).isEqualTo(NodeId.of("n4"));
    assertThat(cluster.waitedNanos).isZero();
  }
}
