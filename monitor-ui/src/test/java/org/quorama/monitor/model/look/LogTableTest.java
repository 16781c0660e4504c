package org.quorama.monitor.model.look;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.SampleTraces;
import org.quorama.monitor.SimulatedTraces;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.LogCell;
import org.quorama.monitor.model.NodeModel;

class LogTableTest {
  private final LogTable sample =
      new LogTable(ClusterModel.of(List.of()).fold(SampleTraces.firstFile()));

  @Test
  void onlyDurableCopiesCountTowardsTheMajority() {
    assertThat(sample.last()).isEqualTo(5);
    assertThat(sample.copies(1)).isEqualTo(5);
    assertThat(sample.copies(4)).isEqualTo(4);
    assertThat(sample.copies(5)).isEqualTo(1);
    assertThat(sample.isOnMajority(4)).isTrue();
    assertThat(sample.isOnMajority(5)).isFalse();
  }

  @Test
  void anEntryOfAnOlderTermIsNoCopyOfTheNewOne() {
    ClusterModel parted = ClusterModel.of(List.of()).fold(SimulatedTraces.twoLeaders());
    NodeModel newer = parted.leader().orElseThrow();
    long first =
        newer.log().values().stream()
            .filter(cell -> cell.term() == newer.raft().term())
            .findFirst()
            .orElseThrow()
            .index();
    assertThat(new LogTable(parted).copies(first)).isEqualTo(3);
  }

  @Test
  void whatWasOverwrittenIsStruckBesideWhatIsThereNow() {
    ClusterModel healed = ClusterModel.of(List.of()).fold(SimulatedTraces.healed());
    List<LogCell> struck =
        healed.nodes().values().stream()
            .flatMap(
                node ->
                    node.log().keySet().stream()
                        .map(index -> LogTable.struck(node, index))
                        .filter(Objects::nonNull))
            .toList();
    assertThat(struck).extracting(LogCell::command).contains("mkdir /lost");
  }

  @Test
  void theLeadersViewOfAFollowerIsKnown() {
    ClusterModel healed = ClusterModel.of(List.of()).fold(SimulatedTraces.healed());
    NodeId follower =
        healed.nodes().keySet().stream()
            .filter(node -> !node.equals(healed.leader().orElseThrow().id()))
            .findFirst()
            .orElseThrow();
    assertThat(Objects.requireNonNull(new LogTable(healed).progressOf(follower)).matchIndex())
        .isPositive();
  }
}
