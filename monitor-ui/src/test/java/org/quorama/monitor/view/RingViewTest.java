package org.quorama.monitor.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.SimulatedTraces;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.model.Lab;
import org.quorama.monitor.viewmodel.ClusterControls;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.ModelKeeper;
import org.quorama.monitor.viewmodel.Truth;
import org.quorama.monitor.viewmodel.lab.LabControls;
import org.quorama.trace.FaultTrace.DiskCondition;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.FaultTrace.Release;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
class RingViewTest {
  private final BlockingQueue<Integer> done = new LinkedBlockingQueue<>();
  private final UiDispatcher dispatcher = UiDispatcher.ofJavaFx();

  @SuppressWarnings("NullAway.Init") // by open, before each test
  private MonitorView view;

  /** Notes how many links are cut. */
  private final class Orders implements ClusterControls, LabControls {
    @Override
    public Optional<LabControls> lab() {
      return Optional.of(this);
    }

    @Override
    public void links(List<LinkRule> rules) {
      done.add(rules.size());
    }

    @Override
    public void kill(NodeId node) {}

    @Override
    public void restart(NodeId node) {}

    @Override
    public void pace(int dilation, boolean frozen) {}

    @Override
    public void fire(NodeId node) {}

    @Override
    public void release(Lab.Held message, Release release) {}

    @Override
    public void pause(NodeId node, boolean paused) {}

    @Override
    public void disk(NodeId node, DiskCondition condition) {}

    @Override
    public void clock(NodeId node, double rate) {}
  }

  @Start
  void open(Stage stage) {
    ModelKeeper keeper = new ModelKeeper(List.of());
    keeper.events(SimulatedTraces.twoLeaders());
    long now = keeper.current().latestNanos();
    ClusterViewModel cluster =
        new ClusterViewModel(keeper, dispatcher, new Orders(), Truth.SIMULATED, () -> now);
    view = new MonitorView(cluster, Theme.LIGHT, 1280, 800);
    stage.setScene(view.scene());
    stage.show();
    view.show("ring");
  }

  @AfterEach
  void close() {
    dispatcher.close();
  }

  @Test
  void twoLeadersAreSeenAndWhyOnlyOneCanCommit(FxRobot robot) {
    assertThat(robot.lookup("#role-n2").queryAs(Label.class).getText()).isEqualTo("leader");
    assertThat(robot.lookup("#role-n4").queryAs(Label.class).getText()).isEqualTo("leader");
    assertThat(robot.lookup("#majority-n2").queryAs(Label.class).getText())
        .isEqualTo("3 of 5: can commit");
    assertThat(robot.lookup("#majority-n4").queryAs(Label.class).getText())
        .isEqualTo("2 of 5: cannot commit");
  }

  @Test
  void aLineAcrossTheRingPartsTheNodes(FxRobot robot) throws InterruptedException {
    robot.interact(view::draw);
    Node ring = robot.lookup("#ring").query();
    Point2D left = ring.localToScreen(12, ring.getLayoutBounds().getHeight() * 0.58);
    robot.drag(left).dropBy(ring.getLayoutBounds().getWidth() - 24, 0);
    assertThat(done.poll(5, TimeUnit.SECONDS)).isNotNull().isNotZero();
  }
}
