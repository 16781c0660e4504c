package org.quorama.lab.cli.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.lab.demos.cluster.DemoCluster;
import org.quorama.lab.demos.cluster.SimulatedDemoClusters;
import org.quorama.lab.demos.cluster.SimulatedDemoClusters.Audience;
import org.quorama.monitor.model.Caption;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.Lab;
import org.quorama.monitor.viewmodel.Action;
import org.quorama.monitor.words.Phrase;
import org.quorama.trace.FaultTrace.Release;
import org.quorama.trace.TraceEvent;

/** The buttons of a window on a simulated cluster. */
class SimulatedControlsTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N3 = NodeId.of("n3");

  private final List<TraceEvent> seen = new ArrayList<>();

  private final Audience audience =
      new Audience() {
        @Override
        public void happened(List<TraceEvent> events) {
          seen.addAll(events);
        }
      };

  private ClusterModel model(DemoCluster cluster) {
    return ClusterModel.of(cluster.nodes()).fold(seen);
  }

  @Test
  void anElectionIsHeldWithButtonsAndWatched() {
    Map<String, String> plain = Map.of("pre.vote", "false", "check.quorum", "false");
    DemoCluster cluster = new SimulatedDemoClusters(audience).start(3, true, plain);
    SimulatedControls controls = new SimulatedControls(() -> cluster);
    controls.fire(N1);
    for (int i = 0; i < 2; i++) {
      List<Lab.Held> waiting = model(cluster).lab().held();
      Lab.Held next = waiting.get(waiting.size() - 1);
      controls.release(next, Release.DELIVER);
    }
    assertThat(model(cluster).node(N1).isLeader()).isTrue();

    controls.kill(N3);
    controls.pace(1, false);
    assertThat(model(cluster).lab().held()).isEmpty();
    controls.restart(N3);
    cluster.close();
  }

  @Test
  void anElectionIsForcedThoughTimeIsNotFrozen() {
    Map<String, String> plain = Map.of("pre.vote", "false", "check.quorum", "false");
    DemoCluster cluster = new SimulatedDemoClusters(audience).start(3, false, plain);
    SimulatedControls controls = new SimulatedControls(() -> cluster);
    controls.elect(N1);
    assertThat(model(cluster).lab().frozen()).isFalse();
    assertThat(model(cluster).node(N1).raft().term()).isPositive();
    controls.jump(N3, 1, Duration.ofSeconds(5));
    assertThat(model(cluster).captions())
        .extracting(Caption::text)
        .contains("The clock of n3 jumped ahead by 5000 ms.");
    cluster.close();
  }

  @Test
  void whatASimulatedClusterHasNotIsRefusedWithAReason() {
    SimulatedControls controls =
        new SimulatedControls(
            () -> {
              throw new IllegalStateException("no cluster is asked");
            });
    assertThat(controls.refusal(Action.PUT)).contains(Phrase.of("controls.no.bytes"));
    assertThat(controls.refusal(Action.ADD_NODE)).contains(Phrase.of("controls.no.simulated"));
    assertThat(controls.refusal(Action.CREATE)).isEmpty();
  }
}
