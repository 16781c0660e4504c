package org.quorama.monitor.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.RecordedOrders;
import org.quorama.monitor.SimulatedTraces;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.ModelKeeper;
import org.quorama.monitor.viewmodel.Truth;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
class RingViewTest {
  private final RecordedOrders orders = new RecordedOrders();
  private final UiDispatcher dispatcher = UiDispatcher.ofJavaFx();

  @SuppressWarnings("NullAway.Init") // by open, before each test
  private MonitorView view;

  @SuppressWarnings("NullAway.Init") // by open, before each test
  private ClusterViewModel cluster;

  @Start
  void open(Stage stage) {
    ModelKeeper keeper = new ModelKeeper(List.of());
    keeper.events(SimulatedTraces.twoLeaders());
    long now = keeper.current().latestNanos();
    cluster = new ClusterViewModel(keeper, dispatcher, orders, Truth.SIMULATED, () -> now);
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
  void aClickChoosesANode(FxRobot robot) {
    robot.clickOn("#node-n4");
    assertThat(cluster.selectedProperty().get()).isEqualTo(NodeId.of("n4"));
  }

  @Test
  void aLineAcrossTheRingPartsTheNodes(FxRobot robot) throws InterruptedException {
    robot.interact(view::draw);
    Node ring = robot.lookup("#ring").query();
    Point2D left = ring.localToScreen(12, ring.getLayoutBounds().getHeight() * 0.58);
    robot.drag(left).dropBy(ring.getLayoutBounds().getWidth() - 24, 0);
    assertThat(orders.done().poll(5, TimeUnit.SECONDS)).startsWith("links [n");
  }
}
