package org.quorama.monitor.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.SimulatedTraces;

class LogStateTest {
  private final ClusterModel parted = ClusterModel.of(List.of()).fold(SimulatedTraces.twoLeaders());
  private final ClusterModel healed = ClusterModel.of(List.of()).fold(SimulatedTraces.healed());

  @Test
  void aPartitionHasALeaderOnEitherSide() {
    assertThat(parted.leaders()).isEqualTo(2);
  }

  @Test
  void entriesThatTheNewLeaderReplacedAreKeptAsOverwritten() {
    NodeId old =
        parted.nodes().values().stream()
            .filter(NodeModel::isLeader)
            .filter(node -> !node.id().equals(parted.leader().orElseThrow().id()))
            .findFirst()
            .orElseThrow()
            .id();
    assertThat(parted.node(old).logState().overwritten()).isEmpty();
    assertThat(healed.node(old).logState().overwritten().values())
        .extracting(LogCell::command)
        .contains("mkdir /lost", "mkdir /lost2");
  }

  @Test
  void nodesThatAppliedTheSameHaveTheSameDigest() {
    assertThat(healed.nodes().values().stream().map(node -> node.logState().digest()).distinct())
        .hasSize(1)
        .doesNotContain(0L);
  }

  @Test
  void whomANodeHeardIsKnownAndNoDiscoveryIsMadeUp() {
    NodeModel leader = healed.leader().orElseThrow();
    assertThat(leader.activity().contacts().heardNanos().keySet()).hasSizeGreaterThanOrEqualTo(4);
    assertThat(leader.activity().contacts().hasView()).isFalse();
  }
}
