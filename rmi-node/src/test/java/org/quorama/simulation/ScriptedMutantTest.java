package org.quorama.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.metadata.MasterConfig;
import org.quorama.metadata.MasterCore;
import org.quorama.metadata.MasterEffect;
import org.quorama.metadata.MasterInput;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.InvariantViolation;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.RaftMessage;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.Membership;
import org.quorama.simulation.fault.Fault;
import org.quorama.simulation.fault.FaultMix;
import org.quorama.simulation.fault.Swarm;

/** Bugs that chance rarely finds, each in the scenario in which it shows; honest nodes pass. */
class ScriptedMutantTest {
  private static final Duration BOUND = Duration.ofSeconds(6);
  private static final Duration MOMENT = Duration.ofNanos(100_000);

  @Test
  @DisplayName("R-03: a leader that stepped down inside its term keeps its vote")
  void steppedDownLeaderKeepsItsVote() {
    assertThatCode(() -> asksDeposedLeader(Set.of())).doesNotThrowAnyException();
    // The node's own invariants stop it before it speaks.
    breaks(" changed", () -> asksDeposedLeader(Set.of(PlantedBug.STEPPED_DOWN_FORGETS_VOTE)));
  }

  private static void asksDeposedLeader(Set<PlantedBug> bugs) {
    SimulatedCluster cluster = cluster(5, bugs);
    int leader = elected(cluster);
    long term = cluster.term(leader);
    isolate(cluster, List.of(leader));
    assertThat(cluster.runUntil(() -> !cluster.node(leader).leads(), BOUND)).isTrue();
    assertThat(cluster.term(leader)).isEqualTo(term);

    SimulatedNode rival = cluster.node((leader + 1) % 5);
    RaftMessage question =
        new RaftMessage.RequestVote(
            term, rival.id(), new LogPosition(term, 1_000), RaftMessage.Campaign.TRANSFER);
    deliver(cluster.node(leader), rival, question);
    cluster.run(Duration.ofMillis(100));
  }

  @Test
  @DisplayName("S-03: a snapshot that is older than the state is ignored")
  void staleSnapshotIsIgnored() {
    assertThatCode(() -> sendsStaleSnapshot(Set.of())).doesNotThrowAnyException();
    breaks("goes back", () -> sendsStaleSnapshot(Set.of(PlantedBug.STALE_SNAPSHOT_INSTALLED)));
  }

  private static void sendsStaleSnapshot(Set<PlantedBug> bugs) {
    SimulatedCluster cluster = cluster(5, bugs);
    Workload workload = new Workload(cluster.world(), cluster.rules());
    int leader = elected(cluster);
    makesDirectory(cluster, workload, "a");
    int follower = (leader + 1) % 5;
    assertThat(cluster.runUntil(cluster::isSettled, BOUND)).isTrue();

    Bytes empty = emptyState(cluster, follower);
    RaftMessage stale =
        new RaftMessage.InstallSnapshot(
            cluster.term(leader),
            cluster.node(leader).id(),
            new LogPosition(1, 1),
            Membership.initial(cluster.world().nodes()),
            new RaftMessage.InstallSnapshot.Piece(0, empty.length(), empty),
            1);
    deliver(cluster.node(follower), cluster.node(leader), stale);
    makesDirectory(cluster, workload, "b");
    cluster.run(Duration.ofSeconds(1));
  }

  private static Bytes emptyState(SimulatedCluster cluster, int node) {
    MasterConfig config =
        new MasterConfig(
            cluster.node(node).id(), 1024, 3, Duration.ofSeconds(1), Duration.ofSeconds(1), 8);
    return new MasterCore(config)
        .step(MonotonicTime.ZERO, new MasterInput.SnapshotWanted(0)).stream()
            .filter(MasterEffect.SnapshotTaken.class::isInstance)
            .map(effect -> ((MasterEffect.SnapshotTaken) effect).state())
            .findFirst()
            .orElseThrow();
  }

  @Test
  @DisplayName("M-01: two leaders cannot change the same membership in two ways (Ongaro 2015)")
  void twoLeadersCannotChangeOneMembership() {
    assertThatCode(() -> changesInTwoTerms(Set.of())).doesNotThrowAnyException();
    breaks(
        "LEADER_COMPLETENESS: ",
        () -> changesInTwoTerms(Set.of(PlantedBug.MEMBERSHIP_BEFORE_OWN_ENTRY)));
  }

  /** The first leader adds a voter, the second removes the first leader, who then leads again. */
  private static void changesInTwoTerms(Set<PlantedBug> bugs) {
    SimulatedCluster cluster = cluster(4, bugs);
    int first = elected(cluster);
    int added = 4;
    cluster.changeMembership(Membership.Step.ADD_LEARNER, added);
    cluster.run(Duration.ofSeconds(1));
    isolate(cluster, List.of(first, added));
    cluster.changeMembership(Membership.Step.PROMOTE, added);
    cluster.run(Duration.ofMillis(20));

    assertThat(runsFinely(cluster, first)).isTrue();
    int second = cluster.leader();
    int third = other(first, second, -1);
    int fourth = other(first, second, third);
    isolate(cluster, List.of(second, third));
    cluster.changeMembership(Membership.Step.REMOVE, first);
    cluster.run(Duration.ofSeconds(4));
    assertThat(fourth).isLessThan(added);
  }

  /** Runs in small steps until another node leads: its first entry has not arrived yet. */
  private static boolean runsFinely(SimulatedCluster cluster, int first) {
    for (int step = 0; step < 60_000 && cluster.leader() == first; step++) {
      cluster.run(MOMENT);
    }
    return cluster.leader() >= 0 && cluster.leader() != first;
  }

  private static int other(int one, int two, int three) {
    int node = 0;
    while (node == one || node == two || node == three) {
      node++;
    }
    return node;
  }

  private static SimulatedCluster cluster(int voters, Set<PlantedBug> bugs) {
    FaultMix calm = Swarm.calm();
    FaultMix.Nodes nodes = calm.nodes();
    FaultMix mix =
        new FaultMix(
            calm.network(),
            calm.disk(),
            new FaultMix.Nodes(
                0, voters, nodes.timing(), nodes.features(), nodes.limits(), nodes.snapshots()),
            calm.nemesis(),
            calm.load());
    SimulationPlan plan = SimulationPlan.safety(5, BOUND);
    return new SimulatedCluster(plan.with(bugs, plan.depth()), mix, null);
  }

  private static int elected(SimulatedCluster cluster) {
    assertThat(cluster.runUntil(() -> cluster.leader() >= 0, BOUND)).isTrue();
    cluster.run(Duration.ofMillis(300));
    return cluster.leader();
  }

  /** Cuts these nodes off from the others, who hear each other. */
  private static void isolate(SimulatedCluster cluster, List<Integer> apart) {
    ArrayList<Fault.Link> links = new ArrayList<>();
    for (int one = 0; one < cluster.size(); one++) {
      for (int other = 0; other < cluster.size(); other++) {
        if (apart.contains(one) != apart.contains(other)) {
          links.add(new Fault.Link(one, other));
        }
      }
    }
    cluster.cut(links);
  }

  private static void deliver(SimulatedNode to, SimulatedNode from, RaftMessage message) {
    to.messageArrived(from, message, new NodeTracing.Stamp("", 0));
  }

  private static void makesDirectory(SimulatedCluster cluster, Workload workload, String name) {
    boolean[] done = new boolean[1];
    workload
        .lastClient()
        .perform(
            new FileOperation.MakeDirectory(FilePath.ROOT.resolve(name)),
            result -> done[0] = result.isOk());
    assertThat(cluster.runUntil(() -> done[0], BOUND)).isTrue();
  }

  private static void breaks(String words, ThrowingCallable scenario) {
    assertThatThrownBy(scenario).isInstanceOf(InvariantViolation.class).hasMessageContaining(words);
  }
}
