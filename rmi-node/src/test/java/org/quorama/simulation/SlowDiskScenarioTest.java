package org.quorama.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.raft.RaftConfig;
import org.quorama.raft.RaftStatus;
import org.quorama.simulation.fault.Fault.DiskTrouble;
import org.quorama.simulation.fault.FaultMix;
import org.quorama.simulation.fault.Swarm;

/** Five nodes at the times of pace fast, whose disks take longer than an election timeout. */
class SlowDiskScenarioTest {
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final int SECONDS = 60;
  private static final int ATTEMPTS = 6;

  private final SimulatedCluster cluster =
      new SimulatedCluster(SimulationPlan.safety(7, BOUND), fast(), null);
  private final Workload workload =
      new Workload(cluster.world(), cluster.rules(), cluster.checker());
  private int made;

  private static FaultMix fast() {
    FaultMix calm = Swarm.calm();
    FaultMix.Nodes nodes = calm.nodes();
    Set<RaftConfig.Feature> features = EnumSet.copyOf(RaftConfig.STANDARD);
    features.add(RaftConfig.Feature.MAJORITY_FIRST);
    RaftConfig.Timing timing =
        RaftConfig.Timing.of(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(40));
    return new FaultMix(
        calm.network(),
        calm.disk(),
        new FaultMix.Nodes(0, nodes.voters(), timing, features, nodes.limits(), nodes.snapshots()),
        calm.nemesis(),
        calm.load());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "1 2", "1 2 3 4", "0 1 2 3 4"})
  @DisplayName("A disk that takes a second for every force for a minute changes no leader")
  void slowDisksChangeNoLeader(String which) {
    int leader = elected();
    long term = cluster.term(leader);
    nodes(leader, which).forEach(node -> cluster.disk(node, DiskTrouble.CROWDED));
    for (int second = 0; second < SECONDS; second++) {
      begin();
      cluster.run(Duration.ofSeconds(1));
    }

    assertThat(cluster.leader()).isEqualTo(leader);
    assertThat(cluster.term(leader)).isEqualTo(term);
    assertThat(commits()).isTrue();
    assertThat(cluster.term(leader)).isEqualTo(term);
  }

  @Test
  @DisplayName("While every disk takes a second for a force, reads need no disk")
  void slowDisksDelayNoRead() {
    int leader = elected();
    begin();
    cluster.run(Duration.ofSeconds(1));
    IntStream.range(0, cluster.size()).forEach(node -> cluster.disk(node, DiskTrouble.CROWDED));
    assertThat(commits()).isTrue();
    assertThat(cluster.runUntil(() -> hasAppliedAll(leader), BOUND)).isTrue();
    begin();
    cluster.run(Duration.ofMillis(50));
    long commit = cluster.commitIndex(leader);
    boolean[] answered = new boolean[1];
    workload
        .lastClient()
        .perform(new FileOperation.Stat(FilePath.ROOT), result -> answered[0] = result.isOk());

    assertThat(cluster.runUntil(() -> answered[0], Duration.ofMillis(250))).isTrue();
    assertThat(cluster.commitIndex(leader)).isEqualTo(commit);
  }

  @Test
  @DisplayName("Where every force takes a second a leader is elected, and stays")
  void slowDisksElectALeader() {
    int first = elected();
    IntStream.range(0, cluster.size()).forEach(node -> cluster.disk(node, DiskTrouble.CROWDED));
    long before = cluster.term(first);
    cluster.crash(first);
    int next = elected();
    assertThat(commits()).isTrue();
    long term = cluster.term(next);
    assertThat(term - before).isLessThanOrEqualTo(3);
    cluster.run(Duration.ofSeconds(SECONDS));

    assertThat(cluster.leader()).isEqualTo(next);
    assertThat(cluster.term(next)).isEqualTo(term);
  }

  @Test
  @DisplayName("A leader whose disk hangs gives way to one whose disk works")
  void leaderWithHangingDiskGivesWay() {
    int leader = elected();
    assertThat(commits()).isTrue();
    cluster.disk(leader, DiskTrouble.HANGING);

    assertThat(commits()).isTrue();
    assertThat(cluster.runUntil(() -> isLedByAnother(leader), Duration.ofSeconds(6))).isTrue();
    int next = cluster.leader();
    long term = cluster.term(next);
    cluster.run(Duration.ofSeconds(SECONDS));
    assertThat(cluster.leader()).isEqualTo(next);
    assertThat(cluster.term(next)).isEqualTo(term);

    cluster.disk(leader, DiskTrouble.MENDED);
    assertThat(cluster.runUntil(cluster::isSettled, BOUND)).isTrue();
  }

  @Test
  @DisplayName("A disk that hangs at two followers changes nothing")
  void hangingFollowersChangeNothing() {
    int leader = elected();
    long term = cluster.term(leader);
    nodes(leader, "1 2").forEach(node -> cluster.disk(node, DiskTrouble.HANGING));
    for (int second = 0; second < SECONDS; second++) {
      assertThat(commits()).isTrue();
      cluster.run(Duration.ofSeconds(1));
    }

    assertThat(cluster.leader()).isEqualTo(leader);
    assertThat(cluster.term(leader)).isEqualTo(term);
  }

  private boolean isLedByAnother(int old) {
    return cluster.leader() >= 0 && cluster.leader() != old;
  }

  private boolean hasAppliedAll(int node) {
    RaftStatus.LogIndexes log = Objects.requireNonNull(cluster.node(node).status()).log();
    return log.lastApplied() == log.last().index();
  }

  private IntStream nodes(int leader, String which) {
    return Arrays.stream(which.split(" "))
        .mapToInt(place -> (leader + Integer.parseInt(place)) % cluster.size());
  }

  private int elected() {
    assertThat(cluster.runUntil(() -> cluster.leader() >= 0, BOUND)).isTrue();
    return cluster.leader();
  }

  private void begin() {
    FilePath path = FilePath.ROOT.resolve("d" + made);
    made++;
    workload.lastClient().perform(new FileOperation.MakeDirectory(path), result -> {});
  }

  /** Tells whether what a client asks for is committed; it may have given up waiting by then. */
  private boolean commits() {
    long before = commitIndex();
    for (int attempt = 0; attempt < ATTEMPTS && commitIndex() <= before; attempt++) {
      begin();
      cluster.runUntil(() -> commitIndex() > before, Duration.ofSeconds(5));
    }
    return commitIndex() > before;
  }

  private long commitIndex() {
    return IntStream.range(0, cluster.size()).mapToLong(cluster::commitIndex).max().orElse(0);
  }
}
