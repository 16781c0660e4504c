package org.quorama.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Laboratory;
import org.quorama.lab.cluster.Leaders;
import org.quorama.lab.cluster.Partition;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FileOperation.SetAttribute;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.Outcome;
import org.quorama.raft.RoleName;
import org.quorama.raft.log.Membership;
import org.quorama.remote.NodeStatus;

/**
 * The catalogue's scenarios of links, purged logs and frozen nodes on five real processes that
 * share one start. What takes a hundred election timeouts in the simulator lasts seconds here.
 */
@Timeout(120)
class LiveScenariosIT {
  private static final Duration STEADY = Duration.ofSeconds(3);
  private static final Duration ELECTED = Duration.ofSeconds(10);
  private static final int SNAPSHOT_EVERY = 200;
  private static final int ENTRIES = 2 * SNAPSHOT_EVERY;

  @TempDir private static Path dir = Path.of("");

  private static @Nullable FiveNodes cluster;

  @BeforeAll
  static void startCluster() {
    Map<String, String> settings =
        Map.of(
            "lab", "true", "snapshot.every", String.valueOf(SNAPSHOT_EVERY), "snapshot.kept", "20");
    cluster = FiveNodes.start(dir.resolve("c"), settings);
  }

  @AfterAll
  static void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @AfterEach
  void mend() {
    heal();
    nodes().awaitEqual();
  }

  private static FiveNodes nodes() {
    return Objects.requireNonNull(cluster);
  }

  private static ClusterSession session() {
    return nodes().session;
  }

  private static void heal() {
    new Laboratory(session()).setLinks(List.of());
  }

  /** Cuts a node off from some others, both ways. */
  private static void cutOff(NodeId node, List<NodeId> others) {
    new Laboratory(session()).setLinks(new Partition(List.of(node), others, false).rules());
  }

  private static void writes(int count) {
    for (int i = 0; i < count; i++) {
      SetAttribute write =
          new SetAttribute(
              FilePath.ROOT, "k" + i % 10, Bytes.ofUtf8("v" + i), FileOperation.ANY_VERSION);
      OperationReply reply = session().client().perform(write);
      assertThat(reply.outcome()).isEqualTo(Outcome.OK);
    }
  }

  /** Goes on writing for a while; the same node must lead in the same term all the time. */
  private static void assertSteady(NodeStatus leader) {
    await()
        .during(STEADY)
        .atMost(STEADY.multipliedBy(2))
        .until(
            () -> {
              writes(1);
              NodeStatus now = nodes().leader();
              return now.node().equals(leader.node()) && now.raft().term() == leader.raft().term();
            });
  }

  @Test
  @DisplayName("R-22 a node that was cut off comes back without disturbing the leader")
  void aNodeThatWasCutOffDoesNotDisturb() {
    NodeStatus leader = nodes().leader();
    NodeId lonely = nodes().allBut(leader.node()).get(0);
    cutOff(lonely, nodes().allBut(lonely));

    assertSteady(leader);
    assertThat(session().status(lonely).orElseThrow().raft().term())
        .as("term of the lonely node")
        .isEqualTo(leader.raft().term());
    heal();
    nodes().awaitEqual();
    assertSteady(leader);
  }

  @Test
  @DisplayName("R-27 with links as at Cloudflare in 2020 leaders change once at most")
  void partialConnectivityKeepsALeader() {
    NodeStatus leader = nodes().leader();
    List<NodeId> others = nodes().allBut(leader.node());
    NodeId bridge = others.get(0);
    NodeId farFromLeader = others.get(2);
    NodeId nearLeader = others.get(3);
    cutOff(
        farFromLeader,
        nodes().allBut(farFromLeader).stream().filter(it -> !it.equals(bridge)).toList());
    cutOff(
        nearLeader,
        nodes().allBut(nearLeader).stream().filter(it -> !it.equals(leader.node())).toList());

    writes(1);
    NodeStatus settled = nodes().leader();
    assertThat(settled.raft().term()).isLessThanOrEqualTo(leader.raft().term() + 1);
    assertSteady(settled);
  }

  @Test
  @DisplayName("R-29 a leader that hears nobody steps down, though all hear it")
  void aLeaderThatHearsNobodyStepsDown() {
    NodeStatus deaf = nodes().leader();
    Partition deafness = new Partition(nodes().allBut(deaf.node()), List.of(deaf.node()), true);
    new Laboratory(session()).setLinks(deafness.rules());

    NodeStatus next = Leaders.await(session(), deaf.raft().term(), ELECTED).orElseThrow();

    assertThat(next.node()).isNotEqualTo(deaf.node());
    assertThat(session().status(deaf.node()).orElseThrow().raft().role())
        .isNotEqualTo(RoleName.LEADER);
    writes(1);
  }

  @Test
  @DisplayName("S-01 a node that is behind what was purged catches up with a snapshot")
  void aNodeBehindThePurgedLogCatchesUp() {
    NodeStatus leader = nodes().leader();
    NodeId late = nodes().allBut(leader.node()).get(1);
    long had = session().status(late).orElseThrow().raft().lastIndex();
    session().kill(late);
    writes(ENTRIES);
    await()
        .atMost(ELECTED)
        .until(() -> nodes().leader().raft().snapshotIndex() > had + SNAPSHOT_EVERY / 2);

    session().restart(late);

    nodes().awaitEqual();
    NodeStatus caughtUp = session().status(late).orElseThrow();
    assertThat(caughtUp.raft().snapshotIndex()).isGreaterThan(had);
    writes(1);
  }

  @Test
  @DisplayName("M-06 a node that was removed while it was cut off disturbs nobody")
  void aRemovedNodeDisturbsNobody() {
    NodeStatus leader = nodes().leader();
    NodeId removed = nodes().allBut(leader.node()).get(2);
    cutOff(removed, nodes().allBut(removed));
    change(Membership.Step.REMOVE, removed);
    heal();

    assertSteady(leader);
    assertThat(nodes().leader().membership().contains(removed)).isFalse();
    change(Membership.Step.ADD_LEARNER, removed);
    change(Membership.Step.PROMOTE, removed);
    assertThat(nodes().leader().membership().voters()).hasSize(5);
  }

  private static void change(Membership.Step step, NodeId node) {
    await()
        .atMost(FiveNodes.SOON)
        .until(
            () ->
                nodes().lead().changeMembership(new Membership.Change(step, node)).outcome()
                    == Outcome.OK);
  }

  @Test
  @DisplayName("J-01 a frozen node delays nobody, and goes on where it was")
  void aFrozenNodeDelaysNobody() {
    NodeStatus leader = nodes().leader();
    NodeId frozen = nodes().allBut(leader.node()).get(3);
    session().pause(frozen);
    try {
      long begin = System.nanoTime();
      writes(100);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(STEADY);
      List<NodeId> awake = nodes().allBut(frozen);
      await()
          .during(STEADY)
          .atMost(STEADY.multipliedBy(2))
          .until(
              () -> {
                writes(1);
                NodeStatus now = Leaders.current(awake, session()).orElseThrow();
                return now.raft().term() == leader.raft().term();
              });
    } finally {
      session().resume(frozen);
    }
    nodes().awaitEqual();
    assertThat(nodes().leader().raft().term()).isEqualTo(leader.raft().term());
  }
}
