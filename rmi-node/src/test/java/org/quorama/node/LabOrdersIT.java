package org.quorama.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.protocol.Outcome;
import org.quorama.raft.RoleName;
import org.quorama.remote.NodePort;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.lab.LabView;
import org.quorama.trace.FaultTrace;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.MessageTrace;

/** What a lab orders over RMI, in a cluster whose time passes. */
class LabOrdersIT {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeId N3 = NodeId.of("n3");

  @TempDir Path directory;
  private SmallCluster cluster;

  @BeforeEach
  void start() {
    cluster = new SmallCluster(directory, Map.of("lab", "true"));
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void nodeThatIsNoLabRefusesAndSaysWhatToDo(@TempDir Path elsewhere) {
    try (SmallCluster other = new SmallCluster(elsewhere)) {
      NodePort node = other.port(N1);
      assertThatThrownBy(() -> node.lab(new LabOrder.Look()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("lab=true");
    }
  }

  @Test
  void nodeKeepsToTheRulesOfItsOwnLinksAndTellsThem() {
    LinkRule mine = LinkRule.cut(N1, N2);
    LinkRule other = LinkRule.cut(N2, N3);

    LabView view = cluster.port(N1).lab(new LabOrder.SetLinks(List.of(mine, other)));

    assertThat(view.node()).isEqualTo(N1);
    assertThat(view.faults().links()).containsExactly(mine);
    assertThat(view.time().frozen()).isFalse();
    assertThat(view.deadlines()).isNotEmpty();
    assertThat(view.nextSeq()).isGreaterThan(1);
  }

  @Test
  void slowMotionAndBackCausesNoElection() {
    NodeId leader = cluster.awaitLeader();
    Hands hands = new Hands(cluster);
    long term = hands.term(leader);

    hands.pace(100, false);
    awaitProtocolTime(hands, leader, Duration.ofMillis(15));
    hands.pace(1, false);
    awaitProtocolTime(hands, leader, Duration.ofMillis(1200));

    for (NodeId node : cluster.nodes().keySet()) {
      assertThat(hands.term(node)).isEqualTo(term);
      assertThat(hands.traced(node, FaultTrace.PaceChanged.class))
          .containsExactly(
              new FaultTrace.PaceChanged(100, false), new FaultTrace.PaceChanged(1, false));
    }
  }

  private static void awaitProtocolTime(Hands hands, NodeId node, Duration passed) {
    long until = hands.look(node).time().protocolNanos() + passed.toNanos();
    await().atMost(SmallCluster.LONG).until(() -> hands.look(node).time().protocolNanos() >= until);
  }

  @Test
  void pausedLeaderIsFollowedByAnotherAndHearsOfItWhenItGoesOn() {
    NodeId old = cluster.awaitLeader();
    Hands hands = new Hands(cluster);

    assertThat(hands.order(old, new LabOrder.SetPaused(true)).faults().paused()).isTrue();
    await().atMost(SmallCluster.LONG).until(() -> anotherLeads(hands, old));
    assertThat(hands.look(old).underWay()).isZero();
    assertThat(hands.order(old, new LabOrder.SetPaused(false)).faults().paused()).isFalse();

    await().atMost(SmallCluster.LONG).until(() -> hands.role(old) == RoleName.FOLLOWER);
    assertThat(hands.traced(old, FaultTrace.NodePaused.class)).hasSize(1);
    assertThat(hands.traced(old, FaultTrace.NodeResumed.class)).hasSize(1);
  }

  private boolean anotherLeads(Hands hands, NodeId old) {
    return cluster.nodes().keySet().stream()
        .anyMatch(node -> !node.equals(old) && hands.role(node) == RoleName.LEADER);
  }

  @Test
  void lossAndDelayOnEveryLinkLeaveTheClusterAtWork() {
    cluster.awaitLeader();
    Hands hands = new Hands(cluster);
    List<LinkRule> rules = new ArrayList<>();
    for (NodeId from : cluster.nodes().keySet()) {
      for (NodeId to : cluster.nodes().keySet()) {
        rules.add(new LinkRule(from, to, 0.1, 0.1, 1_000_000, 3_000_000));
      }
    }
    hands.orderAll(new LabOrder.SetLinks(rules));

    for (int i = 0; i < 20; i++) {
      FileOperation make = new FileOperation.MakeDirectory(FilePath.parse("/d" + i));
      assertThat(cluster.perform(make).outcome()).isEqualTo(Outcome.OK);
    }

    await()
        .atMost(SmallCluster.LONG)
        .until(
            () ->
                cluster.nodes().keySet().stream()
                    .flatMap(node -> hands.traced(node, MessageTrace.Dropped.class).stream())
                    .anyMatch(dropped -> dropped.reason().equals("loss")));
  }
}
