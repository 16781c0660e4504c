package org.quorama.monitor.view.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.SampleTraces;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.viewmodel.ClusterControls;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.ModelKeeper;
import org.quorama.monitor.viewmodel.Truth;
import org.quorama.monitor.viewmodel.select.Selected;
import org.quorama.monitor.words.Words;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
class LogScreenTest {
  private static final NodeId N1 = NodeId.of("n1");

  private final UiDispatcher dispatcher = UiDispatcher.ofJavaFx();

  @SuppressWarnings("NullAway.Init") // by open, before each test
  private ClusterViewModel cluster;

  @SuppressWarnings("NullAway.Init") // by open, before each test
  private LogScreen screen;

  @Start
  void open(Stage stage) {
    ModelKeeper keeper = new ModelKeeper(List.of());
    keeper.events(SampleTraces.load(300));
    cluster =
        new ClusterViewModel(
            keeper, dispatcher, ClusterControls.none("none"), Truth.RECORDED, () -> 0);
    screen = new LogScreen(cluster, Words.of(Locale.ENGLISH));
    Scene scene = new Scene(screen.content(), 1000, 500);
    Theme.LIGHT.dress(scene);
    stage.setScene(scene);
    stage.show();
    screen.draw(Theme.LIGHT, 0);
  }

  @AfterEach
  void close() {
    dispatcher.close();
  }

  private void draw(FxRobot robot) {
    robot.interact(() -> screen.draw(Theme.LIGHT, 0));
  }

  @Test
  void aClickChoosesAnEntryAndIsSaid(FxRobot robot) {
    draw(robot);
    Node grid = robot.lookup("#log-grid").query();
    Point2D corner = grid.localToScreen(0, 0);
    robot.clickOn(corner.getX() + 180, corner.getY() + 60);
    draw(robot);
    assertThat(cluster.selection().selectedProperty().get()).isInstanceOf(Selected.OfEntry.class);
    assertThat(cluster.selectedProperty().get()).isEqualTo(N1);
    assertThat(grid.getAccessibleText()).contains("n1 has no entry");
    robot.clickOn(corner.getX() + 20, corner.getY() + 140);
    assertThat(cluster.selection().selectedProperty().get())
        .isEqualTo(new Selected.OfNode(NodeId.of("n2")));
  }

  @Test
  void theKeyboardWalksOverEntriesAndScrolls(FxRobot robot) {
    draw(robot);
    robot.interact(() -> robot.lookup("#log-grid").query().requestFocus());
    robot.type(KeyCode.RIGHT, KeyCode.LEFT, KeyCode.DOWN);
    assertThat(cluster.selection().selectedProperty().get())
        .isEqualTo(new Selected.OfEntry(NodeId.of("n2"), 299));
    robot.type(KeyCode.HOME);
    draw(robot);
    assertThat(robot.lookup("#log-pin").queryAs(CheckBox.class).isSelected()).isFalse();
    assertThat(robot.lookup("#log-grid").query().getAccessibleText()).contains("entries 1 to");
    robot.clickOn("#log-pin");
    draw(robot);
    assertThat(robot.lookup("#log-grid").query().getAccessibleText()).contains("to 300");
    ScrollBar scroll = robot.lookup("#log-scroll").queryAs(ScrollBar.class);
    robot.interact(() -> scroll.setValue(10));
    draw(robot);
    assertThat(robot.lookup("#log-grid").query().getAccessibleText()).contains("entries 10 to");
  }

  @Test
  void narrowerCellsAreMore(FxRobot robot) {
    draw(robot);
    String before = robot.lookup("#log-grid").query().getAccessibleText();
    robot.clickOn("#log-narrower");
    draw(robot);
    assertThat(robot.lookup("#log-grid").query().getAccessibleText()).isNotEqualTo(before);
    robot.clickOn("#log-wider");
    draw(robot);
    assertThat(robot.lookup("#log-grid").query().getAccessibleText()).isEqualTo(before);
  }
}
