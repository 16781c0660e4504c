package org.quorama.monitor.viewmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.RepairTrace;
import org.quorama.monitor.model.ChunkModel;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.trace.MasterTrace;
import org.quorama.trace.TraceEvent;

/** Properties need no JavaFX toolkit: this test's thread plays the JavaFX thread. */
class ChunksViewModelTest {
  private final ChunksViewModel chunks = new ChunksViewModel();
  private ClusterModel model = ClusterModel.of(List.of()).fold(RepairTrace.events());

  ChunksViewModelTest() {
    chunks.update(model);
  }

  private void healthy(String chunk) {
    TraceEvent any = RepairTrace.events().get(0);
    MasterTrace.HealthChanged said = new MasterTrace.HealthChanged(chunk, "HEALTHY");
    long now = model.latestNanos() + 1;
    model = model.fold(new TraceEvent(NodeId.of("n2"), 1, 1, 1, now, any.state(), said));
    chunks.update(model);
  }

  @Test
  void theSummaryCountsClasses() {
    assertThat(chunks.summaryProperty().get()).startsWith("5 chunks · 1 corrupt-replica");
  }

  @Test
  void aChosenChunkShowsItsHistoryUntilItIsChosenAgain() {
    assertThat(chunks.history()).isEmpty();
    chunks.choose("c00000002");
    assertThat(chunks.titleProperty().get())
        .isEqualTo("c00000002  ·  tour.mp4 [1]  ·  version 2  ·  under-replicated");
    assertThat(chunks.history())
        .first()
        .asString()
        .endsWith("n2   orders a copy from n2 to n1: n5 is silent");
    chunks.choose("c00000002");
    assertThat(chunks.history()).isEmpty();
    assertThat(chunks.titleProperty().get()).isEmpty();
  }

  @Test
  void theKeyGoesThroughAllChunksAndThenToNone() {
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      chunks.chooseNext();
      seen.add(String.valueOf(chunks.chosenProperty().get()));
    }
    assertThat(seen)
        .containsExactly("c00000001", "c00000002", "c00000003", "c00000004", "c00000005", "null");
  }

  @Test
  void historyFollowsTheTrace() {
    chunks.choose("c00000002");
    int before = chunks.history().size();
    healthy("c00000002");
    assertThat(chunks.history()).hasSize(before + 1);
    assertThat(chunks.titleProperty().get()).endsWith("healthy");
  }

  @Test
  void onlyWhatChangedIsReplaced() {
    List<Integer> replaced = new ArrayList<>();
    chunks
        .chunks()
        .addListener(
            (ListChangeListener<ChunkModel>)
                change -> {
                  while (change.next()) {
                    replaced.add(change.getFrom());
                  }
                });
    healthy("c00000002");
    assertThat(replaced).containsExactly(1);
  }
}
