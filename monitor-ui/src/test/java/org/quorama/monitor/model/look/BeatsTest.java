package org.quorama.monitor.model.look;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.SampleTraces;
import org.quorama.monitor.SimulatedTraces;
import org.quorama.monitor.model.ClusterModel;

class BeatsTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N4 = NodeId.of("n4");

  @Test
  void heartbeatsOfABusyClusterAreCountedByWay() {
    ClusterModel now = ClusterModel.of(List.of()).fold(SimulatedTraces.twoLeaders());
    Beats beats = Beats.of(now.flights(), now.latestNanos());
    assertThat(beats.areMany()).isTrue();
    assertThat(beats.perSecond()).containsKey(new Beats.Way(N4, N1));
    assertThat(beats.perSecond().get(new Beats.Way(N4, N1))).isBetween(5L, 100L);
  }

  @Test
  void whatCarriesEntriesIsNoRoutine() {
    ClusterModel now = ClusterModel.of(List.of()).fold(SampleTraces.firstFile());
    Beats beats = Beats.of(now.flights(), now.latestNanos());
    assertThat(beats.areMany()).isFalse();
    assertThat(beats.routine()).containsExactlyInAnyOrder("n2:1:n3", "n2:1:n5");
  }

  @Test
  void whereNothingIsSentNothingIsCounted() {
    assertThat(Beats.of(List.of(), 5).perSecond()).isEmpty();
  }
}
