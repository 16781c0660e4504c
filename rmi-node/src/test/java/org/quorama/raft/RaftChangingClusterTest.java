package org.quorama.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quorama.raft.RaftTester.S1;
import static org.quorama.raft.RaftTester.S2;
import static org.quorama.raft.RaftTester.S3;
import static org.quorama.raft.RaftTester.S4;
import static org.quorama.raft.RaftTester.S5;
import static org.quorama.raft.RaftTester.TIMEOUT_MAX;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RaftConfig.Snapshots;
import org.quorama.raft.log.Membership;
import org.quorama.raft.log.Membership.Step;
import org.quorama.raft.log.RecoveredState;

/** Whole clusters on virtual time whose members come and go, and fall behind the log. */
class RaftChangingClusterTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final NodeId S6 = NodeId.of("s6");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  @DisplayName("S-01 a node that missed what the log has no longer is current after one snapshot")
  void catchesUpAfterCompaction(long seed) {
    RaftWorld world = world(seed, 5, 0, new Snapshots(10, 0, 500));
    world.settles();
    world.crash(S5);
    proposes(world, 60);
    world.restart(S5);
    proposes(world, 25);
    world.runs(SECOND.multipliedBy(2));

    NodeId leader = world.settles();
    RaftTester late = world.node(S5);
    assertThat(late.applied()).isEqualTo(world.node(leader).applied()).hasSizeGreaterThan(80);
    assertThat(late.restores()).isBetween(1, 3);
    assertThat(late.core().log().firstIndex()).isEqualTo(late.status().log().snapshotIndex() + 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  @DisplayName("S-04 an install of many election timeouts, with loss, disturbs nobody")
  void longInstallDisturbsNobody(long seed) {
    RaftWorld world = world(seed, 3, 0, new Snapshots(20, 0, 60));
    NodeId leader = world.settles();
    NodeId late = leader.equals(S3) ? S2 : S3;
    world.crash(late);
    proposes(world, 60);
    int elections = world.counts().leaders.size();
    long term = world.node(leader).term();

    world.loses(5);
    world.restart(late);
    world.runs(TIMEOUT_MAX);
    assertThat(world.node(late).restores()).as("the install takes a while").isZero();
    boolean done = world.runsUntil(() -> world.node(late).restores() > 0, Duration.ofMinutes(1));
    world.runs(SECOND);

    assertThat(done).isTrue();
    assertThat(world.counts().leaders).as("no election").hasSize(elections);
    assertThat(world.node(leader).term()).isEqualTo(term);
    assertThat(world.node(late).applied()).isEqualTo(world.node(leader).applied());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  @DisplayName("M-05 a leader removes itself, and the rest elect another soon")
  void leaderRemovesItself(int members) {
    RaftWorld world = world(7, members, 0, Snapshots.defaults());
    NodeId leader = world.settles();
    world.changes(Step.REMOVE, leader);

    assertThat(world.leads(leader)).isFalse();
    boolean elected =
        world.runsUntil(
            () -> world.leader().filter(id -> !id.equals(leader)).isPresent(),
            TIMEOUT_MAX.multipliedBy(5));
    assertThat(elected).isTrue();
    world.runs(SECOND);
    for (NodeId id : world.node(world.settlesAmong()).status().membership().voters()) {
      assertThat(world.node(id).status().membership().voters()).doesNotContain(leader);
      assertThat(world.node(id).status().log().commitIndex()).isGreaterThanOrEqualTo(3);
    }
    long term = world.node(world.leader().orElseThrow()).term();
    world.runs(TIMEOUT_MAX.multipliedBy(50));
    assertThat(world.node(world.leader().orElseThrow()).term())
        .as("no disturbance")
        .isEqualTo(term);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  @DisplayName("M-06 a server removed while it was cut off disturbs nobody, and learns it is out")
  void removedServerDoesNotDisrupt(long seed) {
    RaftWorld world = world(seed, 5, 0, Snapshots.defaults());
    NodeId leader = world.settles();
    NodeId removed = leader.equals(S5) ? S4 : S5;
    world.connectOnly(removed);
    world.change(leader, Step.REMOVE, removed);
    world.runs(TIMEOUT_MAX.multipliedBy(5));
    long term = world.node(leader).term();

    world.heal();
    world.runs(TIMEOUT_MAX.multipliedBy(100));

    assertThat(world.leads(leader)).isTrue();
    assertThat(world.node(leader).term()).isEqualTo(term);
    RaftStatus left = world.node(removed).status();
    assertThat(left.membership().contains(removed)).isFalse();
    assertThat(left.log().commitIndex()).isGreaterThanOrEqualTo(left.membership().index());
    assertThat(world.node(leader).status().nextIndex()).doesNotContainKey(removed);
  }

  @Test
  @DisplayName("M-09 two administrators at once: one serial order, nobody is stuck")
  void parallelChanges() {
    RaftWorld world = world(3, 5, 1, Snapshots.defaults());
    NodeId leader = world.settlesAmong(S1, S2, S3, S4, S5);
    NodeId other = leader.equals(S5) ? S4 : S5;
    world.runs(SECOND);
    world.change(leader, Step.ADD_LEARNER, S6);
    world.change(leader, Step.REMOVE, other);
    world.runs(SECOND);

    assertThat(world.counts().changes).hasSize(2);
    assertThat(world.counts().changes.get(0)).isInstanceOf(ProposalOutcome.Refused.class);
    assertThat(world.counts().changes.get(1)).isInstanceOf(ProposalOutcome.Committed.class);
    world.changes(Step.REMOVE, other);
    assertThat(world.node(leader).status().membership().contains(other)).isFalse();
    assertThat(world.node(S6).status().membership())
        .isEqualTo(world.node(leader).status().membership());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  @DisplayName("M-10 an empty server joins while another is down: writes go on meanwhile")
  void newServerCatchesUpBeforeItVotes(long seed) {
    RaftWorld world = world(seed, 3, 1, new Snapshots(20, 5, 200));
    NodeId leader = world.settlesAmong(S1, S2, S3);
    world.crash(leader.equals(S3) ? S2 : S3);
    proposes(world, 50);
    world.change(leader, Step.ADD_LEARNER, S4);
    long before = world.counts().acknowledged;
    world.change(leader, Step.PROMOTE, S4);
    proposes(world, 20);
    assertThat(world.counts().changes.get(0)).isInstanceOf(ProposalOutcome.Refused.class);
    assertThat(world.counts().acknowledged).isGreaterThan(before + 15);

    world.changes(Step.PROMOTE, S4);
    proposes(world, 5);
    assertThat(world.node(S4).status().membership().isVoter(S4)).isTrue();
    assertThat(world.node(S4).applied()).hasSizeGreaterThan(75);
    assertThat(world.counts().leaders).as("no election because of it").containsExactly(leader);
  }

  @Test
  @DisplayName("M-10 a cluster moves to other servers altogether, one by one")
  void everyServerIsReplaced() {
    RaftWorld world = world(5, 3, 3, new Snapshots(5, 0, 200));
    world.settlesAmong(S1, S2, S3);
    List<NodeId> old = List.of(S1, S2, S3);
    List<NodeId> young = List.of(S4, S5, S6);
    for (int i = 0; i < 3; i++) {
      proposes(world, 7);
      changes(world, Step.ADD_LEARNER, young.get(i));
      changes(world, Step.PROMOTE, young.get(i));
      changes(world, Step.REMOVE, old.get(i));
    }
    world.runs(SECOND.multipliedBy(3));
    old.forEach(world::crash);
    world.runs(SECOND.multipliedBy(3));
    proposes(world, 3);

    NodeId leader = world.settles();
    assertThat(world.node(leader).status().membership().voters()).isEqualTo(young);
    young.forEach(
        id ->
            assertThat(world.node(id).applied())
                .isEqualTo(world.node(leader).applied())
                .hasSizeGreaterThan(30));
  }

  /** Asks whoever leads, until the change is made; removed nodes follow nobody. */
  private static void changes(RaftWorld world, Step step, NodeId node) {
    boolean made =
        world.runsUntil(
            () -> {
              world.leader().ifPresent(leader -> world.change(leader, step, node));
              world.runs(TIMEOUT_MAX);
              return world
                  .leader()
                  .map(leader -> world.node(leader).status())
                  .filter(s -> s.membership().index() <= s.log().commitIndex())
                  .filter(s -> has(s.membership(), step, node))
                  .isPresent();
            },
            Duration.ofMinutes(1));
    assertThat(made).as("%s of %s", step, node).isTrue();
  }

  private static boolean has(Membership membership, Step step, NodeId node) {
    return switch (step) {
      case ADD_LEARNER -> membership.contains(node);
      case PROMOTE -> membership.isVoter(node);
      case REMOVE -> !membership.contains(node);
    };
  }

  private static void proposes(RaftWorld world, int count) {
    for (int i = 0; i < count; i++) {
      world.runsUntil(world::hasLeader, SECOND.multipliedBy(5));
      world.leader().ifPresent(world::propose);
      world.runs(Duration.ofMillis(25));
    }
  }

  /** So many members, and so many more servers that are none yet. */
  private static RaftWorld world(long seed, int members, int more, Snapshots snapshots) {
    List<RaftConfig> configs = new ArrayList<>();
    for (int i = 1; i <= members + more; i++) {
      RaftConfig.Limits limits = RaftConfig.Limits.defaults();
      RaftConfig plain =
          RaftTester.config(NodeId.of("s" + i), members, limits, RaftConfig.STANDARD);
      configs.add(
          new RaftConfig(
              plain.self(), plain.members(), plain.timing(), plain.features(), limits, snapshots));
    }
    RaftWorld world = new RaftWorld(seed, configs);
    configs.forEach(config -> world.start(config.self(), RecoveredState.EMPTY));
    return world;
  }
}
