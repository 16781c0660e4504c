package org.quorama.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.protocol.ErrorCode;
import org.quorama.raft.RaftStatus;
import org.quorama.simulation.fault.Swarm;

/** Scenarios of CATALOGUE B on five simulated nodes without faults but those of the scenario. */
class SimulatedClusterScenarioTest {
  private static final Duration BOUND = Duration.ofSeconds(6);
  private static final Duration FIVE_ELECTION_TIMEOUTS = Duration.ofSeconds(3);

  private final SimulatedCluster cluster =
      new SimulatedCluster(SimulationPlan.safety(5, BOUND), Swarm.calm(), null);
  private final Workload workload =
      new Workload(cluster.world(), cluster.rules(), cluster.checker());

  @Test
  @DisplayName("R-32: after a total power loss the cluster elects a leader and has its data")
  void totalPowerLoss() {
    int leader = elected();
    assertThat(makesDirectory("a")).isTrue();
    long committed = cluster.commitIndex(leader);
    everyNode().forEach(cluster::crash);
    assertThat(cluster.up()).isZero();
    everyNode().forEach(cluster::restart);

    int next = elected();
    assertThat(cluster.runUntil(() -> cluster.commitIndex(next) > committed, BOUND)).isTrue();
    assertThat(answer(new FileOperation.MakeDirectory(FilePath.ROOT.resolve("a"))))
        .isEqualTo(ErrorCode.EXISTS);
  }

  @Test
  @DisplayName("R-17: a minority leader commits nothing, and the majority goes on without it")
  void minorityLeader() {
    int old = elected();
    cluster.run(Duration.ofMillis(200));
    long committed = cluster.commitIndex(old);
    isolate(old);

    assertThat(cluster.runUntil(() -> cluster.leader() >= 0 && cluster.leader() != old, BOUND))
        .isTrue();
    assertThat(makesDirectory("b")).isTrue();
    assertThat(cluster.commitIndex(old)).isEqualTo(committed);
    cluster.world().network().healAll();
    assertThat(cluster.runUntil(this::allEqual, BOUND)).isTrue();
  }

  @Test
  @DisplayName("R-02: a voter that crashes after its vote does not vote again in that term")
  void voterCrashesAfterItsVote() {
    for (int round = 0; round < 20; round++) {
      int leader = elected();
      everyNode().forEach(node -> cluster.node(node).runner().crashAfterForce());
      cluster.crash(leader);
      cluster.run(Duration.ofMillis(700));
      everyNode().forEach(cluster::restart);
      everyNode().forEach(node -> cluster.node(node).spare());
    }

    elected();
    assertThat(makesDirectory("c")).isTrue();
  }

  @Test
  @DisplayName("R-20: what a crash takes from a disk was never acknowledged")
  void crashBetweenEffects() {
    for (int effects = 0; effects < 12; effects++) {
      int leader = elected();
      cluster.node(leader).crashAfterEffects(effects);
      makesDirectory("d" + effects);
      cluster.restart(leader);
      cluster.node(leader).spare();
    }

    everyNode().forEach(cluster::restart);
    assertThat(makesDirectory("d")).isTrue();
    assertThat(cluster.runUntil(this::allEqual, BOUND)).isTrue();
  }

  @Test
  @DisplayName("R-29: a leader that hears nobody steps down, and another is elected")
  void deafLeader() {
    int old = elected();
    for (int other : everyNode()) {
      cluster.world().network().cut(other, old);
    }

    assertThat(cluster.runUntil(() -> !cluster.node(old).leads(), FIVE_ELECTION_TIMEOUTS)).isTrue();
    assertThat(cluster.runUntil(() -> cluster.leader() >= 0 && cluster.leader() != old, BOUND))
        .isTrue();
  }

  @Test
  @DisplayName("A follower that was cut off for long catches up, and clients are served")
  void longIsolatedFollower() {
    int leader = elected();
    int follower = (leader + 1) % cluster.size();
    isolate(follower);
    cluster.run(Duration.ofSeconds(30));
    assertThat(makesDirectory("e")).isTrue();
    cluster.world().network().healAll();

    assertThat(cluster.runUntil(this::allEqual, BOUND)).isTrue();
    assertThat(makesDirectory("f")).isTrue();
  }

  private int elected() {
    assertThat(cluster.runUntil(() -> cluster.leader() >= 0, BOUND)).isTrue();
    return cluster.leader();
  }

  private boolean makesDirectory(String name) {
    boolean[] done = new boolean[1];
    workload
        .lastClient()
        .perform(
            new FileOperation.MakeDirectory(FilePath.ROOT.resolve(name)),
            result -> done[0] = result.isOk());
    return cluster.runUntil(() -> done[0], BOUND);
  }

  private @Nullable ErrorCode answer(FileOperation operation) {
    ErrorCode[] code = new ErrorCode[1];
    workload.lastClient().perform(operation, result -> code[0] = result.reply().code());
    assertThat(cluster.runUntil(() -> code[0] != null, BOUND)).isTrue();
    return code[0];
  }

  private void isolate(int node) {
    for (int other : everyNode()) {
      if (other != node) {
        cluster.world().network().cut(node, other);
        cluster.world().network().cut(other, node);
      }
    }
  }

  private boolean allEqual() {
    List<RaftStatus.LogIndexes> logs =
        everyNode().stream()
            .map(node -> cluster.node(node).status())
            .filter(Objects::nonNull)
            .map(RaftStatus::log)
            .distinct()
            .toList();
    boolean oneDigest =
        everyNode().stream().map(node -> cluster.node(node).digest()).distinct().count() == 1;
    return logs.size() == 1 && oneDigest && cluster.up() == cluster.size();
  }

  private List<Integer> everyNode() {
    return IntStream.range(0, cluster.size()).boxed().toList();
  }
}
