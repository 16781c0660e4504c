package org.quorama.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RoleName;
import org.quorama.runtime.record.Cut;
import org.quorama.runtime.record.ForkPoint;
import org.quorama.runtime.record.RecordedCluster;
import org.quorama.runtime.record.Replay;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceInvariants;

/** Records a cluster, and has the simulator go on from the middle of the recording. */
class ForkedRunTest {
  private static final Duration BRANCH = Duration.ofSeconds(10);

  private final RecordedCluster cluster = new RecordedCluster();
  private final List<TraceEvent> branch = new ArrayList<>();

  @Test
  void quietClusterGoesOnWithItsLeader() {
    record();
    NodeId leader = cluster.leader();
    long term = cluster.status(leader).hardState().currentTerm();

    ForkedRun.Result result = fork(cluster.events(), 1);

    assertThat(result.violation()).isNull();
    assertThat(branch).noneMatch(event -> event.detail() instanceof RaftTrace.BecameCandidate);
    assertThat(branch)
        .anyMatch(
            event ->
                event.node().equals(leader)
                    && event.state().role() == RoleName.LEADER
                    && event.state().term() == term);
  }

  @Test
  void branchNamesItsPastFirstAndItsClocksGoOn() {
    record();
    List<TraceEvent> past = cluster.events();
    long lamport = past.stream().mapToLong(TraceEvent::lamport).max().orElse(0);

    ForkedRun.Result unused = fork(past, 1);

    for (NodeId node : cluster.status(cluster.leader()).membership().all()) {
      TraceEvent first =
          branch.stream().filter(event -> event.node().equals(node)).findFirst().orElseThrow();
      TraceEvent last =
          past.stream()
              .filter(event -> event.node().equals(node))
              .reduce((one, other) -> other)
              .orElseThrow();
      assertThat(first.detail()).isEqualTo(new NodeTrace.Forked("the recording", lamport));
      assertThat(first.seq()).isEqualTo(1);
      assertThat(first.lamport()).isGreaterThan(last.lamport());
      assertThat(first.timeNanos()).isGreaterThanOrEqualTo(last.timeNanos());
      assertThat(first.state()).isEqualTo(last.state());
    }
  }

  @Test
  void killedLeaderIsReplacedInTheBranchAndTheNewOneCommits() {
    record();
    NodeId killed = cluster.leader();
    long committed = cluster.status(killed).log().commitIndex();
    cluster.kill(killed);
    cluster.run(Duration.ofMillis(300));

    List<TraceEvent> past = new ArrayList<>(cluster.events());
    past.add(wordOfDeath(past, killed));
    ForkedRun.Result result = fork(past, 1);

    assertThat(result.violation()).isNull();
    TraceEvent elected =
        branch.stream()
            .filter(event -> event.detail() instanceof RaftTrace.BecameLeader)
            .findFirst()
            .orElseThrow(() -> new AssertionError("Nobody is elected: " + result.nodes()));
    assertThat(elected.node()).isNotEqualTo(killed);
    assertThat(branch)
        .anyMatch(
            event ->
                event.detail() instanceof RaftTrace.CommitAdvanced advanced
                    && advanced.commitIndex() > committed);
    assertThat(branch).noneMatch(event -> event.node().equals(killed));
    assertThat(TraceInvariants.violationsOf(branch)).isEmpty();
  }

  @Test
  void killedNodeMayStartAgainInTheBranchWithWhatItsDiskKept() {
    record();
    NodeId killed = cluster.leader();
    long last = cluster.status(killed).log().last().index();
    cluster.kill(killed);
    List<TraceEvent> past = new ArrayList<>(cluster.events());
    past.add(wordOfDeath(past, killed));

    ForkedRun.Result result = fork(past, 1, true);

    assertThat(result.violation()).isNull();
    TraceEvent first =
        branch.stream().filter(event -> event.node().equals(killed)).findFirst().orElseThrow();
    assertThat(first.incarnation()).isEqualTo(2);
    assertThat(first.detail())
        .isInstanceOfSatisfying(
            NodeTrace.Boot.class, boot -> assertThat(boot.durableLastIndex()).isEqualTo(last));
    assertThat(branch)
        .anyMatch(
            event ->
                event.node().equals(killed)
                    && event.detail() instanceof RaftTrace.CommitAdvanced advanced
                    && advanced.commitIndex() > last);
  }

  @Test
  void everyPointOfAnElectionIsOneToForkFrom() {
    cluster.run(Duration.ofSeconds(5));
    cluster.makeDirectory("/a");
    List<TraceEvent> events = cluster.events();
    long last = events.stream().mapToLong(TraceEvent::lamport).max().orElse(0);
    for (long lamport = 20; lamport <= last; lamport += 23) {
      long end = lamport;
      Cut.Finder finder = new Cut.Finder(event -> event.lamport() <= end);
      events.forEach(finder::accept);
      Cut cut = finder.find();
      branch.clear();

      ForkedRun.Result result = fork(events.stream().filter(cut::includes).toList(), end);

      assertThat(result.violation()).as("forked at %d", lamport).isNull();
      assertThat(branch).as("%d: %s", lamport, result.nodes()).anyMatch(ForkedRunTest::leads);
    }
  }

  private static boolean leads(TraceEvent event) {
    return event.state().role() == RoleName.LEADER;
  }

  @Test
  void seedDecidesTheBranch() {
    record();
    cluster.kill(cluster.leader());
    List<TraceEvent> past = cluster.events();
    NodeId killed =
        past.stream()
            .filter(event -> event.detail() instanceof RaftTrace.BecameLeader)
            .map(TraceEvent::node)
            .reduce((one, other) -> other)
            .orElseThrow();
    List<TraceEvent> dead = new ArrayList<>(past);
    dead.add(wordOfDeath(past, killed));

    ForkedRun.Result unused = fork(dead, 1);
    List<TraceEvent> first = List.copyOf(branch);
    branch.clear();
    ForkedRun.Result again = fork(dead, 1);
    List<TraceEvent> same = List.copyOf(branch);
    branch.clear();
    ForkedRun.Result other = fork(dead, 2);

    assertThat(same).isEqualTo(first);
    assertThat(branch).isNotEqualTo(first);
    assertThat(again.violation()).isNull();
    assertThat(other.violation()).isNull();
  }

  @Test
  void memberWithoutARecordingIsAskedFor() {
    record();
    Replay replay = new Replay(Cut.atTheEnd());
    cluster.events().stream()
        .filter(event -> !event.node().equals(NodeId.of("n5")))
        .forEach(replay::accept);

    assertThatThrownBy(replay::fork)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("name all files");
  }

  private void record() {
    cluster.run(Duration.ofSeconds(5));
    for (int i = 0; i < 10; i++) {
      cluster.makeDirectory("/d" + i);
    }
    cluster.run(Duration.ofSeconds(2));
  }

  /** The supervisor says that a node is dead: a node that only falls silent may be slow. */
  private static TraceEvent wordOfDeath(List<TraceEvent> past, NodeId killed) {
    TraceEvent last =
        past.stream()
            .filter(event -> event.node().equals(killed))
            .reduce((one, other) -> other)
            .orElseThrow();
    return new TraceEvent(
        killed,
        last.incarnation(),
        last.seq() + 1,
        last.lamport() + 1,
        last.timeNanos(),
        last.state(),
        new NodeTrace.Killed());
  }

  private ForkedRun.Result fork(List<TraceEvent> past, long seed) {
    return fork(past, seed, false);
  }

  private ForkedRun.Result fork(List<TraceEvent> past, long seed, boolean restart) {
    Replay replay = new Replay(Cut.atTheEnd());
    past.forEach(replay::accept);
    assertThat(replay.difference()).isEmpty();
    ForkPoint point = replay.fork();
    assertThat(point.nodes()).allMatch(Objects::nonNull);
    return new ForkedRun(point, "the recording", new ForkedRun.Plan(seed, restart), branch::add)
        .run(BRANCH);
  }
}
