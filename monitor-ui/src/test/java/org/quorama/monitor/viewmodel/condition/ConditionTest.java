package org.quorama.monitor.viewmodel.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.SampleTraces;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.viewmodel.condition.Condition.Kind;
import org.quorama.monitor.words.Phrase;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.TraceEvent;

/** States of the whole window. */
class ConditionTest {
  private static final NodeId N1 = NodeId.of("n1");

  private static Optional<Kind> kindOf(ClusterModel model) {
    return Condition.of(model).map(Condition::kind);
  }

  @Test
  void beforeTheFirstEventThereIsNothingOrIsWaitedFor() {
    assertThat(kindOf(ClusterModel.of(List.of()))).contains(Kind.EMPTY);
    assertThat(kindOf(ClusterModel.of(List.of(N1)))).contains(Kind.LOADING);
    assertThat(Kind.LOADING.covers()).isTrue();
  }

  @Test
  void aClusterThatRunsHasNone() {
    assertThat(Condition.of(ClusterModel.of(List.of()).fold(SampleTraces.firstFile()))).isEmpty();
  }

  @Test
  void silenceAndDeathAreToldApart() {
    ClusterModel silent = ClusterModel.of(List.of()).fold(SampleTraces.firstFile());
    ClusterModel dead = silent;
    for (NodeId node : silent.nodes().keySet()) {
      silent = silent.reachable(node, false);
      dead = dead.ended(node);
    }
    assertThat(kindOf(silent)).contains(Kind.DISCONNECTED);
    assertThat(kindOf(dead)).contains(Kind.DEAD);
  }

  @Test
  void aGapNamesItsNode() {
    TraceEvent last = SampleTraces.firstFile().get(0);
    TraceEvent gap =
        new TraceEvent(N1, 1, 999, 999, 9, last.state(), new NodeTrace.EventsMissing(12));
    ClusterModel model = ClusterModel.of(List.of()).fold(SampleTraces.firstFile()).fold(gap);
    assertThat(Condition.of(model).map(Condition::title))
        .contains(Phrase.of("frame.state.gap", List.of(N1)));
  }
}
