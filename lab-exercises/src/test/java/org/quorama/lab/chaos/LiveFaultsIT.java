package org.quorama.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
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
import org.quorama.metadata.operation.FileOperation.GetAttribute;
import org.quorama.metadata.operation.FileOperation.SetAttribute;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.metadata.operation.OperationValue.Attribute;
import org.quorama.metadata.operation.RequestId;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;
import org.quorama.raft.log.Membership;
import org.quorama.remote.NodeStatus;
import org.quorama.simulation.history.CheckBounds;
import org.quorama.simulation.history.LinearizabilityChecker;
import org.quorama.simulation.history.Verdict;

/** Single faults on five real processes, each at the moment that matters. */
@Timeout(180)
class LiveFaultsIT {
  private static final FilePath ROOT = FilePath.ROOT;
  private static final long ANY = FileOperation.ANY_VERSION;

  @TempDir private static Path dir = Path.of("");

  private static @Nullable FiveNodes cluster;

  @BeforeAll
  static void startCluster() {
    cluster = FiveNodes.start(dir.resolve("c"));
  }

  @AfterAll
  static void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static FiveNodes nodes() {
    return Objects.requireNonNull(cluster);
  }

  private static ClusterSession session() {
    return nodes().session;
  }

  private static SetAttribute set(String name, String value, long ifVersion) {
    return new SetAttribute(ROOT, name, Bytes.ofUtf8(value), ifVersion);
  }

  private static Attribute attribute(String name) {
    return (Attribute) session().client().require(new GetAttribute(ROOT, name));
  }

  @Test
  @DisplayName("R-17 a leader in a minority answers nothing, and its proposals are overwritten")
  void aLeaderInAMinorityAnswersNothing() {
    session().client().require(set("side", "before", ANY));
    long own = nodes().openSession();
    NodeStatus old = nodes().leader();
    Partition partition = new Partition(List.of(old.node()), nodes().allBut(old.node()), false);
    Laboratory laboratory = new Laboratory(session());
    laboratory.setLinks(partition.rules());
    try {
      List<OperationReply> minority = new ArrayList<>();
      for (int i = 1; i <= 3; i++) {
        SetAttribute proposal = set("minority-" + i, "x", ANY);
        minority.add(
            nodes().ask(old.node(), new OperationRequest(new RequestId(own, i), proposal)));
      }
      minority.add(
          nodes()
              .ask(
                  old.node(),
                  new OperationRequest(new RequestId(own, 0), new GetAttribute(ROOT, "side"))));
      assertThat(minority).noneMatch(reply -> reply.outcome() == Outcome.OK);
      NodeStatus next = Leaders.await(session(), old.raft().term(), FiveNodes.SOON).orElseThrow();
      assertThat(next.node()).isNotEqualTo(old.node());
      session().client().require(set("side", "after", ANY));
    } finally {
      laboratory.setLinks(List.of());
    }
    nodes().awaitEqual();
    assertThat(attribute("side").value()).isEqualTo(Bytes.ofUtf8("after"));
    for (int i = 1; i <= 3; i++) {
      assertThat(session().client().perform(new GetAttribute(ROOT, "minority-" + i)).code())
          .isEqualTo(ErrorCode.NOT_FOUND);
    }
  }

  @Test
  @DisplayName("R-32 after all nodes lost power, three are enough to serve all acknowledged data")
  void afterAPowerLossAllAcknowledgedDataIsThere() {
    Attribute before = (Attribute) session().client().require(set("power", "kept", ANY));
    List<NodeId> order = new ArrayList<>(session().nodes().keySet());
    Collections.shuffle(order, new Random(32));
    order.forEach(session()::kill);
    order.subList(0, 3).forEach(session()::restart);
    nodes().leader();
    assertThat(attribute("power")).isEqualTo(before);
    order.subList(3, 5).forEach(session()::restart);
    nodes().awaitEqual();
  }

  @Test
  @DisplayName("RD-05 reads stay linearizable when leaders are paused under them")
  void readsStayLinearizableWhenLeadersArePaused() {
    Recorder recorder = new Recorder();
    try (Callers callers = new Callers(session(), recorder)) {
      callers.start(4, new SplittableRandom(5));
      for (int i = 0; i < 3; i++) {
        awaitOperations(recorder);
        NodeId paused = nodes().leader().node();
        session().pause(paused);
        await()
            .atMost(FiveNodes.SOON)
            .until(() -> Leaders.current(nodes().allBut(paused), session()).isPresent());
        session().resume(paused);
      }
      awaitOperations(recorder);
      callers.stop();
      callers.lastReads();
    }
    Verdict verdict = LinearizabilityChecker.check(recorder.history(), CheckBounds.defaults());
    assertThat(verdict.passes()).as(verdict.explanation()).isTrue();
  }

  /** Waits until the clients have done something more, so that faults meet them at work. */
  private static void awaitOperations(Recorder recorder) {
    int before = recorder.counts().ok();
    await().atMost(FiveNodes.SOON).until(() -> recorder.counts().ok() > before + 40);
  }

  @Test
  @DisplayName("SE-01 a write that is sent again after its leader died takes effect once")
  void aWriteThatIsSentAgainTakesEffectOnce() {
    long own = nodes().openSession();
    long version = 0;
    for (int i = 1; i <= 2; i++) {
      SetAttribute write = set("once", "v" + i, version);
      OperationRequest request = new OperationRequest(new RequestId(own, i), write);
      NodeId dying = nodes().leader().node();
      CompletableFuture<OperationReply> first =
          CompletableFuture.supplyAsync(() -> nodes().ask(dying, request));
      session().kill(dying);
      OperationReply again = untilSettled(request);
      // Had it taken effect twice, the second time would have found another version.
      assertThat(again.outcome()).as(again.toString()).isEqualTo(Outcome.OK);
      Attribute set = (Attribute) Objects.requireNonNull(again.value());
      OperationReply early = first.join();
      if (early.outcome() == Outcome.OK) {
        assertThat(early.value()).isEqualTo(set);
      }
      assertThat(untilSettled(request).value()).isEqualTo(set);
      version = attribute("once").version();
      assertThat(version).isEqualTo(set.version());
      session().restart(dying);
    }
    nodes().awaitEqual();
  }

  @Test
  void aMemberLeavesComesBackAsALearnerAndThenLeads() {
    NodeStatus leader = nodes().leader();
    NodeId member = nodes().allBut(leader.node()).get(0);
    for (Membership.Step step :
        List.of(Membership.Step.REMOVE, Membership.Step.ADD_LEARNER, Membership.Step.PROMOTE)) {
      await()
          .atMost(FiveNodes.SOON)
          .until(
              () ->
                  nodes().lead().changeMembership(new Membership.Change(step, member)).outcome()
                      == Outcome.OK);
    }
    assertThat(nodes().leader().membership().voters()).hasSize(5).contains(member);
    await()
        .atMost(FiveNodes.SOON)
        .until(() -> nodes().lead().transferLeadership(member).outcome() == Outcome.OK);
    await().atMost(FiveNodes.SOON).until(() -> nodes().leader().node().equals(member));
    nodes().awaitEqual();
  }

  private static OperationReply untilSettled(OperationRequest request) {
    List<OperationReply> settled = new ArrayList<>();
    await()
        .atMost(FiveNodes.SOON)
        .until(
            () -> {
              Leaders.current(session())
                  .map(leader -> nodes().ask(leader.node(), request))
                  .filter(LiveFaultsIT::isSettled)
                  .ifPresent(settled::add);
              return !settled.isEmpty();
            });
    return settled.get(0);
  }

  private static boolean isSettled(OperationReply reply) {
    return reply.outcome() == Outcome.OK
        || (reply.outcome() == Outcome.FAIL && reply.code() != ErrorCode.NOT_LEADER);
  }
}
