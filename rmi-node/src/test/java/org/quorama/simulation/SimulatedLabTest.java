package org.quorama.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.protocol.Outcome;
import org.quorama.raft.RaftConfig;
import org.quorama.raft.RoleName;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.lab.LabView;
import org.quorama.remote.lab.LabView.HeldMessage;
import org.quorama.simulation.lab.LabRequest;
import org.quorama.trace.FaultTrace;
import org.quorama.trace.FaultTrace.DiskCondition;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.FaultTrace.Release;
import org.quorama.trace.FaultTrace.Timer;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.MessageTrace.Kind;
import org.quorama.trace.TraceEvent;

/** What a lab does to a simulated cluster, by hand. */
class SimulatedLabTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeId N3 = NodeId.of("n3");

  private final List<TraceEvent> trace = new ArrayList<>();

  private SimulatedLab frozen(long seed) {
    Set<RaftConfig.Feature> plain = EnumSet.noneOf(RaftConfig.Feature.class);
    return new SimulatedLab(
        SimulatedLab.Settings.usual(seed, 5, true).withFeatures(plain), trace::add);
  }

  private static LabView look(SimulatedLab lab, NodeId node) {
    return lab.lab(node, new LabOrder.Look());
  }

  private static void fire(SimulatedLab lab, NodeId node) {
    long left = look(lab, node).left(Timer.RAFT).orElseThrow();
    Duration by = Duration.ofNanos(Math.max(0, left));
    lab.nodes().stream().filter(lab::isUp).forEach(n -> lab.lab(n, new LabOrder.Advance(by)));
    lab.lab(node, new LabOrder.Fire(Timer.RAFT));
  }

  private static Optional<HeldMessage> waiting(SimulatedLab lab, NodeId from, NodeId to) {
    return lab.nodes().stream()
        .filter(lab::isUp)
        .flatMap(node -> look(lab, node).messages().stream())
        .filter(held -> held.from().equals(from) && held.to().equals(to))
        .findFirst();
  }

  private static void release(SimulatedLab lab, NodeId at, HeldMessage message) {
    lab.lab(at, new LabOrder.ReleaseMessage(message.messageId(), Release.DELIVER));
  }

  private static void deliverAll(SimulatedLab lab) {
    boolean any = true;
    while (any) {
      any = false;
      for (NodeId node : lab.nodes()) {
        for (HeldMessage held :
            lab.isUp(node) ? look(lab, node).messages() : List.<HeldMessage>of()) {
          release(lab, node, held);
          any = true;
        }
      }
    }
  }

  private RoleName role(NodeId node) {
    return last(node).state().role();
  }

  private TraceEvent last(NodeId node) {
    return trace.stream()
        .filter(event -> event.node().equals(node))
        .reduce((one, other) -> other)
        .orElseThrow();
  }

  private static void pace(SimulatedLab lab, boolean frozen) {
    long at = lab.wallMillis() + 1;
    lab.nodes().forEach(node -> lab.lab(node, new LabOrder.SetPace(at, 1, frozen)));
    lab.run(Duration.ofMillis(2));
  }

  private static FileOperation mkdir(String name) {
    return new FileOperation.MakeDirectory(FilePath.ROOT.resolve(name));
  }

  private static Outcome outcome(LabRequest request) {
    return request.reply().map(OperationReply::outcome).orElseThrow();
  }

  @Test
  void anElectionIsHeldByHand() {
    SimulatedLab lab = frozen(1);
    fire(lab, N2);
    assertThat(role(N2)).isEqualTo(RoleName.CANDIDATE);
    assertThat(look(lab, N2).messages()).hasSize(4);
    assertThat(look(lab, N2).underWay()).isZero();

    for (NodeId voter : List.of(N1, N3)) {
      release(lab, N2, waiting(lab, N2, voter).orElseThrow());
      assertThat(last(voter).state().votedFor()).isEqualTo(N2);
      assertThat(role(N2)).isEqualTo(RoleName.CANDIDATE);
      release(lab, N2, waiting(lab, voter, N2).orElseThrow());
    }
    assertThat(role(N2)).isEqualTo(RoleName.LEADER);
  }

  @Test
  void aFrozenClusterDoesNothingByItself() {
    SimulatedLab lab = frozen(2);
    int events = trace.size();
    lab.run(Duration.ofHours(1));
    assertThat(trace).hasSize(events);
    assertThat(look(lab, N1).time().protocolNanos()).isZero();
  }

  @Test
  void aRequestIsAnsweredWhenItsMessagesAreDelivered() {
    SimulatedLab lab = frozen(3);
    fire(lab, N1);
    deliverAll(lab);
    LabRequest request = lab.ask(N1, mkdir("a"));
    assertThat(request.reply()).isEmpty();
    deliverAll(lab);
    assertThat(outcome(request)).isEqualTo(Outcome.OK);
    assertThat(outcome(lab.ask(N2, mkdir("b")))).isEqualTo(Outcome.FAIL);
  }

  @Test
  void whatWasAskedOfANodeThatIsKilledIsUnknown() {
    SimulatedLab lab = frozen(4);
    fire(lab, N1);
    deliverAll(lab);
    LabRequest request = lab.ask(N1, mkdir("a"));
    lab.kill(N1);
    assertThat(outcome(request)).isEqualTo(Outcome.UNKNOWN);
    assertThatThrownBy(() -> look(lab, N1)).hasMessage("n1 is down: restart it before");
    lab.restart(N1);
    assertThat(look(lab, N1).incarnation()).isEqualTo(2);
    assertThat(look(lab, N1).messages()).isEmpty();
  }

  @Test
  void aLinkIsCutOneWay() {
    SimulatedLab lab = frozen(5);
    LabOrder cut = new LabOrder.SetLinks(List.of(LinkRule.cut(N2, N1)));
    lab.nodes().forEach(node -> lab.lab(node, cut));
    fire(lab, N2);
    assertThat(waiting(lab, N2, N1)).isEmpty();
    assertThat(look(lab, N2).messages()).hasSize(3);
    assertThat(trace)
        .anyMatch(
            event ->
                event.detail() instanceof MessageTrace.Dropped lost
                    && lost.to().equals(N1)
                    && lost.reason().equals("cut"));

    fire(lab, N1);
    release(lab, N1, waiting(lab, N1, N2).orElseThrow());
    assertThat(waiting(lab, N2, N1)).as("the reply is lost").isEmpty();
  }

  @Test
  void leavingStepModeLosesNothing() {
    SimulatedLab lab = frozen(6);
    fire(lab, N2);
    List<String> waited = look(lab, N2).messages().stream().map(HeldMessage::messageId).toList();
    pace(lab, false);
    lab.run(Duration.ofSeconds(5));
    Set<String> received = new HashSet<>();
    trace.forEach(
        event -> {
          if (event.detail() instanceof MessageTrace.Received message) {
            received.add(message.messageId());
          }
        });
    assertThat(received).containsAll(waited);

    NodeId leader =
        lab.nodes().stream().filter(n -> role(n) == RoleName.LEADER).findFirst().orElseThrow();
    pace(lab, true);
    assertThat(look(lab, leader).time().frozen()).isTrue();
    deliverAll(lab);
    fire(lab, leader);
    assertThat(look(lab, leader).messages())
        .hasSize(4)
        .allMatch(held -> held.summary().kind() == Kind.HEARTBEAT);
  }

  @Test
  void dilatedTimePassesSlower() {
    SimulatedLab lab = frozen(7);
    long at = lab.wallMillis();
    lab.nodes().forEach(node -> lab.lab(node, new LabOrder.SetPace(at, 100, false)));
    lab.run(Duration.ofSeconds(10));
    long passed = look(lab, N1).time().protocolNanos();
    assertThat(passed).isBetween(99_000_000L, 101_000_000L);
    assertThat(role(N1)).isEqualTo(RoleName.FOLLOWER);
  }

  @Test
  void aClusterWhoseTimeRunsServesClients() {
    SimulatedLab lab = new SimulatedLab(SimulatedLab.Settings.usual(8, 3, false), trace::add);
    LabRequest request = lab.perform(mkdir("a"));
    lab.run(Duration.ofSeconds(5));
    assertThat(outcome(request)).isEqualTo(Outcome.OK);
  }

  @Test
  void aPausedNodeDoesNothing() {
    SimulatedLab lab = new SimulatedLab(SimulatedLab.Settings.usual(9, 3, false), trace::add);
    lab.run(Duration.ofSeconds(5));
    NodeId leader =
        lab.nodes().stream().filter(n -> role(n) == RoleName.LEADER).findFirst().orElseThrow();
    assertThat(lab.lab(leader, new LabOrder.SetPaused(true)).faults().paused()).isTrue();
    long term = last(leader).state().term();
    lab.run(Duration.ofSeconds(5));
    assertThat(lab.nodes()).anyMatch(n -> last(n).state().term() > term);
    assertThat(last(leader).detail()).isEqualTo(new FaultTrace.NodePaused());
    lab.lab(leader, new LabOrder.SetPaused(false));
    lab.run(Duration.ofSeconds(2));
    assertThat(last(leader).state().term()).isGreaterThan(term);
  }

  @Test
  void aDiskThatCannotForceEndsItsNode() {
    SimulatedLab lab = frozen(10);
    lab.lab(N2, new LabOrder.SetDisk(DiskCondition.FSYNC_ERROR, Duration.ZERO));
    fire(lab, N2);
    assertThat(lab.isUp(N2)).isFalse();
    lab.restart(N2);
    assertThat(look(lab, N2).faults().disk()).isEqualTo(DiskCondition.HEALTHY);
  }

  @Test
  void theSameSeedGivesTheSameTrace() {
    List<TraceEvent> first = played(11);
    List<TraceEvent> again = played(11);
    assertThat(again).isEqualTo(first);
    assertThat(played(12)).isNotEqualTo(first);
  }

  private List<TraceEvent> played(long seed) {
    trace.clear();
    SimulatedLab lab = frozen(seed);
    LinkRule bad = new LinkRule(N1, N3, 0.5, 0.5, 1_000_000, 20_000_000);
    lab.nodes().forEach(node -> lab.lab(node, new LabOrder.SetLinks(List.of(bad))));
    fire(lab, N1);
    pace(lab, false);
    LabRequest unused = lab.perform(mkdir("a"));
    lab.run(Duration.ofSeconds(3));
    return List.copyOf(trace);
  }
}
