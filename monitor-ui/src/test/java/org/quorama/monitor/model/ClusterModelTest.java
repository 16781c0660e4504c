package org.quorama.monitor.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.SampleTraces;

class ClusterModelTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeId N5 = NodeId.of("n5");

  private final ClusterModel model = ClusterModel.of(List.of()).fold(SampleTraces.firstFile());

  @Test
  void leaderAndTermAreKnown() {
    assertThat(model.leader()).map(NodeModel::id).contains(N2);
    assertThat(model.statusLine()).contains("Leader n2", "term 3", "4 of 5 nodes alive");
  }

  @Test
  void thePhasesOfAnEntryAreApartOnEachNode() {
    assertThat(node(model, N2).phaseOf(4)).isEqualTo(LogPhase.APPLIED);
    assertThat(node(model, NodeId.of("n4")).phaseOf(4)).isEqualTo(LogPhase.COMMITTED);
    assertThat(node(model, N2).phaseOf(5)).isEqualTo(LogPhase.DURABLE);
    assertThat(node(model, N1).phaseOf(5)).isEqualTo(LogPhase.APPENDED);
  }

  @Test
  void aKilledNodeStaysDeadThoughItDoesNotAnswer() {
    assertThat(node(model.reachable(N5, false), N5).roleWord()).isEqualTo("dead");
    assertThat(node(model.reachable(N1, false), N1).roleWord()).isEqualTo("no answer");
  }

  @Test
  void chunksKnowPrimaryLeaseAndStaleReplicas() {
    ChunkModel chunk = Objects.requireNonNull(model.chunks().get("c00000003"));
    assertThat(chunk.primary()).isEqualTo(NodeId.of("n3"));
    assertThat(chunk.replicaWord(N5)).isEqualTo("v1 stale");
    assertThat(chunk.lease().remainingNanos(model.latestNanos())).isPositive();
  }

  @Test
  void aCandidatesVotesAreCounted() {
    NodeModel n2 = node(ClusterModel.of(List.of()).fold(SampleTraces.candidate()), N2);
    assertThat(n2.roleWord()).isEqualTo("candidate");
    assertThat(n2.votes()).isEqualTo(Map.of(NodeId.of("n3"), true, NodeId.of("n4"), false));
  }

  @Test
  void aLostMessageIsKnownAsLost() {
    assertThat(model.flights())
        .filteredOn(flight -> flight.to().equals(N5))
        .extracting(Flight::fate)
        .contains(Flight.Fate.DROPPED);
  }

  @Test
  void theTerminalViewFitsItsWidth() {
    String text = TerminalView.render(model, 60);
    assertThat(text).contains("LEADER", "c00000001", "n1*=v2");
    assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(60));
  }

  private static NodeModel node(ClusterModel model, NodeId id) {
    return Objects.requireNonNull(model.nodes().get(id));
  }
}
