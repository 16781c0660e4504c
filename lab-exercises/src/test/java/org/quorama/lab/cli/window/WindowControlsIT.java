package org.quorama.lab.cli.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.client.TransferProgress;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cluster.ClusterException;
import org.quorama.lab.cluster.ClusterPlan;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Laboratory;
import org.quorama.lab.cluster.Leaders;
import org.quorama.lab.cluster.LiveClusters;
import org.quorama.metadata.operation.FilePath;
import org.quorama.monitor.feed.TraceFeed;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.Members.Place;
import org.quorama.monitor.model.NodeModel;
import org.quorama.monitor.viewmodel.Action;
import org.quorama.monitor.viewmodel.ModelKeeper;
import org.quorama.monitor.viewmodel.lab.LabControls;
import org.quorama.raft.log.Membership;
import org.quorama.remote.NodeStatus;
import org.quorama.trace.FaultTrace.Timer;

/**
 * What the window's buttons do to five real processes that share one start, seen as the window sees
 * it: by the events of their traces.
 */
@Timeout(120)
class WindowControlsIT {
  private static final NodeId N6 = NodeId.of("n6");
  private static final Duration SOON = Duration.ofSeconds(20);

  /** So slow that no election comes by itself while one is forced. */
  private static final int SLOWEST = 100;

  @TempDir private static Path dir = Path.of("");

  private static final List<TraceFeed> FEEDS = new ArrayList<>();
  private static final ModelKeeper KEEPER = new ModelKeeper(List.of());
  private static @Nullable ClusterSession cluster;
  private static final LiveControls CONTROLS = new LiveControls(WindowControlsIT::session, true);

  @BeforeAll
  static void startCluster() {
    Map<String, String> lab = Map.of("lab", "true");
    cluster = new LiveClusters().start(new ClusterPlan(dir.resolve("c"), 5, "fast", lab, true));
    session().nodes().keySet().forEach(WindowControlsIT::watch);
    CONTROLS.setOnAdded(WindowControlsIT::watch);
    leader();
  }

  @AfterAll
  static void stopCluster() {
    FEEDS.forEach(TraceFeed::close);
    KEEPER.close();
    if (cluster != null) {
      cluster.close();
    }
  }

  private static ClusterSession session() {
    return Objects.requireNonNull(cluster);
  }

  private static void watch(NodeId node) {
    FEEDS.add(
        TraceFeed.start(
            Map.of(node, Objects.requireNonNull(session().nodes().get(node))),
            session().connector(),
            KEEPER));
  }

  private static ClusterModel awaitModel(Predicate<ClusterModel> isSo) {
    return await().atMost(SOON).until(KEEPER::current, isSo);
  }

  private static NodeModel leader() {
    return awaitModel(model -> model.leader().isPresent()).leader().orElseThrow();
  }

  private static NodeId followerOf(NodeModel leader) {
    return KEEPER.current().nodes().values().stream()
        .filter(node -> node.isAlive() && !node.id().equals(leader.id()))
        .map(NodeModel::id)
        .findFirst()
        .orElseThrow();
  }

  private static void awaitLeader(NodeId node, long afterTerm) {
    awaitModel(
        model ->
            model.leader().map(NodeModel::id).equals(Optional.of(node))
                && model.node(node).raft().term() > afterTerm);
  }

  private static LabControls lab() {
    return CONTROLS.lab().orElseThrow();
  }

  @Test
  void theLeaderMakesWayForTheNodeThatIsToBeElected() {
    NodeModel before = leader();
    NodeId heir = followerOf(before);
    CONTROLS.elect(heir);
    awaitLeader(heir, before.raft().term());
  }

  @Test
  void aNodeIsElectedWhileNobodyLeads() {
    NodeStatus before = leaderWhenTimeStandsStill();
    CONTROLS.kill(before.node());
    NodeId heir = nextToAct();
    lab().pace(SLOWEST, false);
    CONTROLS.elect(heir);
    lab().pace(1, false);
    awaitLeader(heir, before.raft().term());
    CONTROLS.restart(before.node());
    awaitModel(model -> model.node(before.node()).isAlive());
  }

  /** Asks the nodes themselves, since what was seen of them before may be over. */
  private static NodeStatus leaderWhenTimeStandsStill() {
    return await()
        .atMost(SOON)
        .until(
            () -> {
              lab().pace(1, false);
              Leaders.required(session());
              lab().pace(1, true);
              return Leaders.current(session());
            },
            Optional::isPresent)
        .orElseThrow();
  }

  /** Returns who has the least time left: nobody else acts when it does. */
  private static NodeId nextToAct() {
    return new Laboratory(session())
        .look().views().values().stream()
            .min(Comparator.comparingLong(view -> view.left(Timer.RAFT).orElse(Long.MAX_VALUE)))
            .orElseThrow()
            .node();
  }

  @Test
  void aDeadlineIsFiredWhileTimeStandsStill() {
    NodeId asker = followerOf(leader());
    lab().pace(1, true);
    CONTROLS.elect(asker);
    ClusterModel asking = awaitModel(model -> model.node(asker).asksForPreVotes());
    assertThat(asking.lab().frozen()).isTrue();
    awaitModel(model -> model.lab().held().stream().anyMatch(held -> held.from().equals(asker)));
    lab().pace(1, false);
    awaitModel(model -> !model.lab().frozen() && model.leader().isPresent());
  }

  @Test
  void whatIsWrittenInTheWindowIsInTheCluster() {
    CONTROLS.write(Action.CREATE, "empty", "");
    CONTROLS.write(Action.APPEND, "/log", "one");
    CONTROLS.write(Action.APPEND, "/log", "two");
    CONTROLS.write(Action.PUT, "put", "all of it");
    assertThat(read("/empty")).isEmpty();
    assertThat(read("/log")).contains("one\n", "two\n");
    assertThat(read("/put")).isEqualTo("all of it\n");
    awaitModel(
        model ->
            model.chunks().values().stream().anyMatch(chunk -> chunk.name().startsWith("put")));
  }

  private static String read(String path) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    session().client().get(FilePath.parse(path), out, TransferProgress.none());
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aSixthNodeJoinsLearnsVotesAndLeads() {
    CONTROLS.addNode(N6);
    awaitModel(model -> model.members().placeOf(N6) == Place.LEARNER);
    askUntilItHasCaughtUp(new Membership.Change(Membership.Step.PROMOTE, N6));
    awaitModel(
        model -> model.members().placeOf(N6) == Place.VOTER && model.members().isCommitted());
    long term = leader().raft().term();
    CONTROLS.elect(N6);
    awaitLeader(N6, term);
  }

  /** A learner that lags is refused with a reason, and a person presses again. */
  private static void askUntilItHasCaughtUp(Membership.Change change) {
    await()
        .atMost(SOON)
        .ignoreExceptionsInstanceOf(ClusterException.class)
        .until(
            () -> {
              CONTROLS.changeMembers(change);
              return true;
            });
  }
}
