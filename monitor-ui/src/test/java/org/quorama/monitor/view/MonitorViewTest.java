package org.quorama.monitor.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.SampleTraces;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.viewmodel.ClusterControls;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.ModelKeeper;
import org.quorama.monitor.viewmodel.Truth;
import org.quorama.raft.log.Membership;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class MonitorViewTest implements ClusterControls {
  private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
  private final UiDispatcher dispatcher = UiDispatcher.ofJavaFx();

  @SuppressWarnings("NullAway.Init") // by open, before each test
  private MonitorView view;

  private final ModelKeeper keeper = new ModelKeeper(List.of());

  @Override
  public void kill(NodeId node) {
    done.add("kill " + node);
  }

  @Override
  public void restart(NodeId node) {
    done.add("restart " + node);
  }

  @Override
  public void handOverTo(NodeId target) {
    done.add("hand over to " + target);
  }

  @Override
  public void changeMembers(Membership.Change change) {
    throw new IllegalStateException("no leader to ask");
  }

  @Start
  void open(Stage stage) {
    keeper.events(SampleTraces.firstFile());
    long now = keeper.current().latestNanos();
    ClusterViewModel cluster =
        new ClusterViewModel(keeper, dispatcher, this, Truth.SIMULATED, () -> now);
    view = new MonitorView(cluster, Theme.LIGHT, 1280, 800);
    stage.setScene(view.scene());
    stage.show();
  }

  @AfterEach
  void close() {
    dispatcher.close();
  }

  @Test
  void aTabShowsOneScreenAndTilesShowFour(FxRobot robot) {
    robot.clickOn("#tab-log");
    assertThat(robot.lookup("#log-grid").tryQuery()).isPresent();
    assertThat(robot.lookup("#node-n1").tryQuery()).isEmpty();
    robot.clickOn("#tiles");
    assertThat(robot.lookup("#log-grid").tryQuery()).isPresent();
    assertThat(robot.lookup("#node-n1").tryQuery()).isPresent();
    assertThat(robot.lookup("#chunk-table").tryQuery()).isPresent();
    robot.clickOn("#tab-overview");
    assertThat(robot.lookup("#role-n2").queryAs(Label.class).getText()).isEqualTo("leader");
  }

  @Test
  void eachTileTakesAnyScreen(FxRobot robot) {
    robot.clickOn("#tiles");
    Map<String, String> wanted =
        Map.of(
            "links", "#matrix", "members", "#members", "metrics", "#window-30", "sql", "#sql-run");
    int place = 1;
    for (Map.Entry<String, String> each : wanted.entrySet()) {
      ChoiceBox<String> tile = tile(robot, place++);
      robot.interact(() -> tile.setValue(each.getKey()));
      assertThat(robot.lookup(each.getValue()).tryQuery()).isPresent();
    }
    robot.interact(() -> tile(robot, 1).setValue(tile(robot, 2).getValue()));
    assertThat(wanted.values()).allMatch(id -> robot.lookup(id).tryQuery().isPresent());
  }

  @SuppressWarnings("unchecked")
  private static ChoiceBox<String> tile(FxRobot robot, int place) {
    return (ChoiceBox<String>) robot.lookup("#tile-" + place).queryAs(ChoiceBox.class);
  }

  @Test
  void everyNodeHasItsRoleAsAWord(FxRobot robot) {
    assertThat(robot.lookup("#role-n2").queryAs(Label.class).getText()).isEqualTo("leader");
    assertThat(robot.lookup("#role-n1").queryAs(Label.class).getText()).isEqualTo("follower");
    assertThat(robot.lookup("#role-n5").queryAs(Label.class).getText()).isEqualTo("dead");
    assertThat(robot.lookup("#truth").queryAs(Label.class).getText()).isEqualTo("SIMULATED");
  }

  @Test
  void theKillButtonKills(FxRobot robot) throws InterruptedException {
    robot.clickOn("#kill-n1");
    assertThat(done.poll(5, TimeUnit.SECONDS)).isEqualTo("kill n1");
  }

  @Test
  void onlyTheDeadCanBeRestarted(FxRobot robot) throws InterruptedException {
    assertThat(robot.lookup("#restart-n1").queryAs(Button.class).isDisabled()).isTrue();
    assertThat(robot.lookup("#restart-n5").queryAs(Button.class).isDisabled()).isFalse();
    assertThat(robot.lookup("#kill-n5").queryAs(Button.class).isDisabled()).isTrue();
    robot.clickOn("#restart-n5");
    assertThat(done.poll(5, TimeUnit.SECONDS)).isEqualTo("restart n5");
  }

  @Test
  void theKeyboardSelectsKillsAndSwitchesTheTheme(FxRobot robot) throws InterruptedException {
    robot.type(KeyCode.DIGIT3, KeyCode.K);
    assertThat(done.poll(5, TimeUnit.SECONDS)).isEqualTo("kill n3");
    robot.clickOn("#theme");
    assertThat(view.theme()).isEqualTo(Theme.DARK);
  }

  @Test
  void theMenuAsksTheLeader(FxRobot robot) throws InterruptedException {
    robot.clickOn("#more-n1");
    robot.clickOn("#lead-n1");
    assertThat(done.poll(5, TimeUnit.SECONDS)).isEqualTo("hand over to n1");
    robot.type(KeyCode.DIGIT3, KeyCode.L);
    assertThat(done.poll(5, TimeUnit.SECONDS)).isEqualTo("hand over to n3");
  }

  @Test
  void theLeaderCannotBeHandedTheLeadership(FxRobot robot) {
    robot.clickOn("#more-n2").clickOn("#lead-n2");
    assertThat(robot.lookup("#notice").queryAs(Label.class).getText()).isEmpty();
    assertThat(done).isEmpty();
  }

  @Test
  void whatTheLeaderRefusesIsShown(FxRobot robot) throws Exception {
    robot.clickOn("#more-n1").clickOn("#remove-n1");
    Label notice = robot.lookup("#notice").queryAs(Label.class);
    WaitForAsyncUtils.waitFor(
        5,
        TimeUnit.SECONDS,
        () -> notice.getText().equals("Could not remove n1: no leader to ask"));
  }

  @Test
  void learnersAndRemovedNodesHaveTheirWords(FxRobot robot) throws Exception {
    keeper.change(now -> ClusterModel.of(List.of()).fold(SampleTraces.members()));
    Label removed = robot.lookup("#role-n4").queryAs(Label.class);
    WaitForAsyncUtils.waitFor(5, TimeUnit.SECONDS, () -> removed.getText().equals("removed"));
    WaitForAsyncUtils.asyncFx(view::draw).get(5, TimeUnit.SECONDS);
    assertThat(robot.lookup("#role-n6").queryAs(Label.class).getText()).isEqualTo("learner");
    assertThat(robot.lookup("#status").queryAs(Label.class).getText())
        .contains("4 voters + 1 learner");
  }

  @Test
  void whoAsksForPreVotesSaysSo(FxRobot robot) throws Exception {
    keeper.change(now -> ClusterModel.of(List.of()).fold(SampleTraces.handOver()));
    Label asks = robot.lookup("#role-n4").queryAs(Label.class);
    WaitForAsyncUtils.waitFor(5, TimeUnit.SECONDS, () -> asks.getText().equals("pre-candidate"));
  }

  @Test
  void aClickOnAChunkShowsItsHistory(FxRobot robot) throws Exception {
    robot.clickOn("c00000003");
    Label title = robot.lookup("#chunk-history-title").queryAs(Label.class);
    assertThat(title.getText()).startsWith("c00000003  ·  tour.mp4 [2]");
    robot.type(KeyCode.C);
    assertThat(title.getText()).isEmpty();
  }

  @Test
  void theChosenChunkStaysInSightWhenItsHistoryTakesRoom(FxRobot robot) throws Exception {
    robot.clickOn("#tab-chunks");
    TableView<?> table = robot.lookup("#chunk-table").queryTableView();
    robot.interact(() -> table.setFixedCellSize(120));
    double before = table.getHeight();
    robot.clickOn("c00000003");
    WaitForAsyncUtils.waitFor(5, TimeUnit.SECONDS, () -> table.getHeight() < before);
    WaitForAsyncUtils.asyncFx(view::draw).get(5, TimeUnit.SECONDS);
    WaitForAsyncUtils.waitFor(5, TimeUnit.SECONDS, () -> isInSight(robot, table));
  }

  private static boolean isInSight(FxRobot robot, TableView<?> table) {
    Optional<Node> row = robot.from(table).lookup("c00000003").tryQuery();
    return row.isPresent() && bottom(row.get()) <= bottom(table);
  }

  private static double bottom(Node node) {
    return node.localToScene(node.getBoundsInLocal()).getMaxY();
  }
}
