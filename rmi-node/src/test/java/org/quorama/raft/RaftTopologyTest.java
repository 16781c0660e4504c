package org.quorama.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quorama.raft.RaftTester.S1;
import static org.quorama.raft.RaftTester.S2;
import static org.quorama.raft.RaftTester.S3;
import static org.quorama.raft.RaftTester.S4;
import static org.quorama.raft.RaftTester.S5;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RaftConfig.Feature;

/** Who leads when links are cut, loss is heavy or everybody begins at once. */
class RaftTopologyTest {
  private static final Duration ET = RaftTester.TIMEOUT_MAX;
  private static final Duration CLIENT_PAUSE = Duration.ofMillis(50);
  private static final int SEEDS = Integer.getInteger("seeds", 1000);

  @Test
  @DisplayName("R-22 a node that was cut off for 100 election timeouts disturbs nobody")
  void isolatedNodeComesBackQuietly() {
    RaftWorld world = ledByS1(1, RaftConfig.STANDARD);
    long term = world.node(S1).term();
    world.connectOnly(S5);
    world.clientsEvery(CLIENT_PAUSE);
    world.runs(ET.multipliedBy(100));

    world.heal();
    world.runs(ET.multipliedBy(10));

    assertThat(world.leader()).contains(S1);
    assertThat(world.node(S1).term()).isEqualTo(term);
    assertThat(world.counts().leaders).isEmpty();
    assertThat(lag(world, S5)).isLessThan(10);
  }

  @Test
  @DisplayName("R-22 bites: without pre-vote it raises the term and deposes the leader")
  void isolatedNodeDisturbsWithoutPreVote() {
    RaftWorld world = ledByS1(1, RaftTester.PLAIN);
    long term = world.node(S1).term();
    world.connectOnly(S5);
    world.runs(ET.multipliedBy(100));

    world.heal();
    world.runs(ET.multipliedBy(10));

    assertThat(world.settles()).isNotNull();
    assertThat(world.node(S1).term()).isGreaterThan(term + 50);
  }

  @Test
  @DisplayName("R-23 a follower that cannot hear the leader finds no voter against it")
  void voterInTouchWithTheLeaderRefuses() {
    RaftWorld world = ledByS1(2, RaftConfig.STANDARD);
    long term = world.node(S1).term();
    world.cut(S1, S3);

    world.runs(ET.multipliedBy(100));

    assertThat(world.leads(S1)).isTrue();
    for (NodeId id : List.of(S1, S2, S3, S4, S5)) {
      assertThat(world.node(id).term()).isEqualTo(term);
    }
  }

  @Test
  @DisplayName("R-24 a node with a smaller term completes an election")
  void smallerTermCompletesAnElection() {
    RaftWorld world = RaftWorld.of(3, 3, RaftConfig.STANDARD);
    world.leadsFirst(S1);
    world.connectOnly(S3);
    for (NodeId next : List.of(S2, S1, S2)) {
      world.connectOnly(S3);
      transferTo(world, next);
    }
    assertThat(world.node(S3).term()).isLessThan(world.node(S1).term());

    world.heal();
    world.crash(S2);

    assertThat(world.runsUntil(() -> leadsWithS3(world), ET.multipliedBy(10))).isTrue();
  }

  private static boolean leadsWithS3(RaftWorld world) {
    return world.leader().isPresent()
        && world.leader().equals(Optional.ofNullable(world.node(S3).status().leaderId()));
  }

  private static void transferTo(RaftWorld world, NodeId target) {
    world.transfer(target);
    assertThat(world.runsUntil(() -> world.leads(target), ET.multipliedBy(10))).isTrue();
    world.runs(ET);
  }

  @Test
  @DisplayName("R-25 a long log of an old term and a short log of a new one do not wait for ever")
  void cohortsDoNotWaitForEachOther() {
    int late = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      RaftWorld world = new RaftWorld(seed, RaftWorld.configs(5, RaftConfig.STANDARD));
      world.loses(10);
      // S3 is down: S1 and S2 have the logs that can win, S4 and S5 the terms that can.
      world.start(S1, RaftTester.disk(2, 1, 2, 2)).start(S2, RaftTester.disk(2, 1, 2, 2));
      world.start(S4, RaftTester.disk(9, 1)).start(S5, RaftTester.disk(9, 1));
      late += world.runsUntil(world::hasLeader, ET.multipliedBy(20)) ? 0 : 1;
    }

    assertThat(late).isZero();
  }

  @Test
  @DisplayName("R-26 a candidate with a higher term that nobody hears is set free by the leader")
  void stuckCandidateIsFreed() {
    List<RaftConfig> configs = new ArrayList<>(RaftWorld.configs(5, RaftConfig.STANDARD));
    configs.set(4, RaftWorld.configs(5, RaftTester.PLAIN).get(4));
    RaftWorld world = new RaftWorld(4, configs);
    for (NodeId id : List.of(S1, S2, S3, S4, S5)) {
      world.start(id, RaftTester.disk(0));
    }
    world.settles();
    world.connectOnly(S5);
    assertThat(world.runsUntil(() -> world.node(S5).term() >= 9, ET.multipliedBy(50))).isTrue();
    long stuck = world.node(S5).term();
    assertThat(world.settlesAmong(S1, S2, S3, S4)).isNotEqualTo(S5);

    world.heal();

    NodeId leader = world.settles();
    assertThat(world.node(leader).term()).isGreaterThanOrEqualTo(stuck);
    assertThat(world.node(S5).term()).isEqualTo(world.node(leader).term());
  }

  @ParameterizedTest
  @CsvSource({
    "PRE_VOTE CHECK_QUORUM, 0, 1, true",
    "PRE_VOTE, 0, 1, true",
    "CHECK_QUORUM, 20, 1000, false",
    "'', 20, 1000, false"
  })
  @DisplayName("R-27 the outage of 2020-11-02: what pre-vote and check-quorum are good for")
  void partialConnectivity(String features, int fewest, int most, boolean termStays) {
    RaftWorld world = RaftWorld.of(5, 5, features(features));
    world.settles();
    world.leadsFirst(S3);
    world.connectOnly(S4, S2);
    world.connectOnly(S5, S3);
    world.clientsEvery(CLIENT_PAUSE);
    world.runs(ET.multipliedBy(10));
    world.counts().leaders.clear();
    long term = world.node(S2).term();
    long acknowledged = world.counts().acknowledged;

    world.runs(ET.multipliedBy(100));

    assertThat(world.counts().leaders).hasSizeBetween(fewest, most);
    assertThat(world.node(S2).term() == term).isEqualTo(termStays);
    assertThat(world.counts().acknowledged).isGreaterThan(acknowledged + (termStays ? 400 : 0));
  }

  private static Set<Feature> features(String words) {
    Set<Feature> features = new TreeSet<>();
    for (String word : words.trim().split(" ", -1)) {
      if (!word.isEmpty()) {
        features.add(Feature.valueOf(word));
      }
    }
    return features;
  }

  @Test
  @DisplayName("R-28 a leader that only a bridge hears steps down, and the others elect another")
  void oldLeaderAtABridgeLetsGo() {
    RaftWorld world = ledByS1(6, RaftConfig.STANDARD);
    world.connectOnly(S1, S2);
    world.connectOnly(S5);

    assertThat(world.runsUntil(() -> !world.leads(S1), ET.plus(RaftTester.HEARTBEAT))).isTrue();
    assertThat(world.runsUntil(world::hasLeader, ET.multipliedBy(5))).isTrue();
    assertThat(world.leader().orElseThrow()).isIn(S2, S3, S4);
  }

  @Test
  @DisplayName("R-28 without check-quorum the old leader keeps the bridge and nothing is committed")
  void oldLeaderAtABridgeStaysWithoutCheckQuorum() {
    RaftWorld world = ledByS1(6, Set.of(Feature.PRE_VOTE));
    world.connectOnly(S1, S2);
    world.connectOnly(S5);
    world.clientsEvery(CLIENT_PAUSE);
    world.runs(ET);
    long acknowledged = world.counts().acknowledged;

    world.runs(ET.multipliedBy(20));

    assertThat(world.leads(S1)).isTrue();
    assertThat(world.counts().acknowledged).isEqualTo(acknowledged);
  }

  @Test
  @DisplayName("R-28 quorum loss: the only node that reaches a majority becomes the leader")
  void onlyConnectedNodeLeads() {
    RaftWorld world = ledByS1(7, RaftConfig.STANDARD);
    for (NodeId id : List.of(S1, S3, S4, S5)) {
      world.connectOnly(id, S2);
    }

    assertThat(world.runsUntil(() -> world.leads(S2), ET.multipliedBy(10))).isTrue();
    world.runs(ET.multipliedBy(50));
    assertThat(world.leads(S2)).isTrue();
  }

  @Test
  @DisplayName("R-28 constrained election, which Raft cannot solve: the hub's log is behind")
  void hubWithAnOldLogCannotLead() {
    RaftWorld world = ledByS1(8, RaftConfig.STANDARD);
    world.connectOnly(S2);
    world.propose(S1);
    world.runs(ET);
    world.heal();
    for (NodeId id : List.of(S3, S4, S5)) {
      world.connectOnly(id, S2);
    }
    world.connectOnly(S1);

    // S2 reaches S3, S4 and S5, but their logs are longer; each of them reaches only S2.
    assertThat(world.runsUntil(() -> world.leads(S2), ET.multipliedBy(50))).isFalse();
    assertThat(world.leader()).isEmpty();
    world.heal();
    assertThat(world.runsUntil(world::hasLeader, ET.multipliedBy(10))).isTrue();
  }

  @Test
  @DisplayName("R-28 chained: with the leader at one end of a chain of three, it stays")
  void leaderAtTheEndOfAChainStays() {
    RaftWorld world = RaftWorld.of(9, 3, RaftConfig.STANDARD);
    world.leadsFirst(S1);
    world.cut(S1, S3);
    world.clientsEvery(CLIENT_PAUSE);
    long acknowledged = world.counts().acknowledged;

    world.runs(ET.multipliedBy(100));

    assertThat(world.counts().leaders).isEmpty();
    assertThat(world.counts().acknowledged).isGreaterThan(acknowledged + 500);
  }

  @Test
  @DisplayName("R-29 a leader that hears nobody steps down though all hear it")
  void deafLeaderStepsDown() {
    RaftWorld world = ledByS1(10, RaftConfig.STANDARD);
    for (NodeId id : List.of(S2, S3, S4, S5)) {
      world.cutOneWay(id, S1);
    }

    assertThat(world.runsUntil(() -> !world.leads(S1), ET.plus(RaftTester.HEARTBEAT))).isTrue();
    assertThat(world.runsUntil(world::hasLeader, ET.multipliedBy(5))).isTrue();
    assertThat(world.leader().orElseThrow()).isNotEqualTo(S1);
  }

  @ParameterizedTest
  @CsvSource({"PRE_VOTE CHECK_QUORUM", "CHECK_QUORUM"})
  @DisplayName("R-30 with 30 % loss and delays up to a timeout candidates soon have a leader")
  void duelingCandidates(String features) {
    int late = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      RaftWorld world = RaftWorld.of(seed, 5, features(features));
      world.loses(30);
      world.delays(RaftTester.TIMEOUT_MIN);
      late += world.runsUntil(world::hasLeader, ET.multipliedBy(20)) ? 0 : 1;
    }

    assertThat(late).isLessThanOrEqualTo(SEEDS / 1000);
  }

  private static RaftWorld ledByS1(long seed, Set<Feature> features) {
    RaftWorld world = RaftWorld.of(seed, 5, features);
    world.leadsFirst(S1);
    return world;
  }

  private static long lag(RaftWorld world, NodeId id) {
    return world.node(S1).status().log().commitIndex()
        - world.node(id).status().log().commitIndex();
  }
}
