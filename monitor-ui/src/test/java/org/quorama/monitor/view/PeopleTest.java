package org.quorama.monitor.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.RecordedOrders;
import org.quorama.monitor.SampleTraces;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.model.Caption;
import org.quorama.monitor.view.caption.CaptionList;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.ModelKeeper;
import org.quorama.monitor.viewmodel.Truth;
import org.quorama.monitor.viewmodel.select.Selected;
import org.quorama.monitor.viewmodel.settings.Settings;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** Buttons, keys, captions, cards and the tour of a window on a running cluster. */
@ExtendWith(ApplicationExtension.class)
class PeopleTest {
  private final RecordedOrders orders = new RecordedOrders();
  private final UiDispatcher dispatcher = UiDispatcher.ofJavaFx();
  private final ModelKeeper keeper = new ModelKeeper(List.of());
  private final Settings settings = Settings.forgotten();

  @SuppressWarnings("NullAway.Init") // by open, before each test
  private ClusterViewModel cluster;

  @SuppressWarnings("NullAway.Init") // by open, before each test
  private MonitorView view;

  @Start
  void open(Stage stage) {
    keeper.events(SampleTraces.firstFile());
    long now = keeper.current().latestNanos();
    cluster = new ClusterViewModel(keeper, dispatcher, orders, Truth.LIVE, () -> now);
    view = new MonitorView(cluster, null, settings, 1280, 800);
    stage.setScene(view.scene());
    stage.show();
  }

  @AfterEach
  void close() {
    dispatcher.close();
  }

  private void expectOrder(String order) throws InterruptedException {
    assertThat(orders.done().poll(5, TimeUnit.SECONDS)).isEqualTo(order);
  }

  private static boolean isDisabled(FxRobot robot, String id) {
    return robot.lookup(id).query().isDisabled();
  }

  @Test
  void theLeaderIsKilledWithTwoLooksAndOneClick(FxRobot robot) throws InterruptedException {
    assertThat(robot.lookup("#chip-n2").queryAs(ToggleButton.class).isSelected()).isTrue();
    robot.clickOn("#act-kill");
    expectOrder("kill n2");
  }

  @Test
  void aNodeIsChosenAndCutOffAndThatIsTakenBack(FxRobot robot) throws Exception {
    robot.clickOn("#chip-n4").clickOn("#act-isolate");
    expectOrder("links [n4>n1, n4>n2, n4>n3, n4>n5, n1>n4, n2>n4, n3>n4, n5>n4]");
    WaitForAsyncUtils.waitFor(5, TimeUnit.SECONDS, () -> !isDisabled(robot, "#act-undo"));
    robot.clickOn("#act-undo");
    expectOrder("links []");
  }

  @Test
  void everyButtonOfTheBarDoesWhatItSays(FxRobot robot) throws InterruptedException {
    robot.clickOn("#chip-n1").clickOn("#act-lead");
    expectOrder("lead n1");
    robot.clickOn("#act-elect");
    expectOrder("elect n1");
    robot.clickOn("#act-pause");
    expectOrder("pause n1");
    robot.clickOn("#chip-n5").clickOn("#act-restart");
    expectOrder("restart n5");
  }

  @Test
  void theMenuOfTheBarHasClockDiskAndMembership(FxRobot robot) throws InterruptedException {
    robot.clickOn("#chip-n1");
    MenuButton more = robot.lookup("#act-more").queryAs(MenuButton.class);
    Map<String, String> wanted =
        Map.of(
            "slow-clock", "clock n1 0.5",
            "fast-clock", "clock n1 2.0",
            "jump-clock", "jump n1 PT5S",
            "slow-disk", "disk n1 SLOW",
            "full-disk", "disk n1 FULL",
            "failing-disk", "disk n1 FSYNC_ERROR",
            "remove", "REMOVE n1");
    for (Map.Entry<String, String> each : wanted.entrySet()) {
      robot.interact(() -> item(more, each.getKey() + "-chosen").fire());
      expectOrder(each.getValue());
    }
    robot.clickOn("#act-more");
    assertThat(item(more, "vote-chosen").isDisable()).isTrue();
    assertThat(item(more, "vote-chosen").getText()).endsWith("n1 is no learner");
  }

  private static MenuItem item(MenuButton menu, String id) {
    return menu.getItems().stream()
        .filter(item -> id.equals(item.getId()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatCannotBeDoneSaysWhyToEyesAndEars(FxRobot robot) {
    Button lead = robot.lookup("#act-lead").queryAs(Button.class);
    assertThat(lead.isDisabled()).isTrue();
    assertThat(lead.getAccessibleHelp()).isEqualTo("n2 leads already");
    assertThat(robot.lookup("#act-heal").queryAs(Button.class).getAccessibleHelp())
        .isEqualTo("All links are whole");
    assertThat(robot.lookup("#act-kill").queryAs(Button.class).getAccessibleHelp())
        .startsWith("Ends the process of n2");
  }

  @Test
  void thePartitionIsAskedFor(FxRobot robot) throws InterruptedException {
    robot.clickOn("#act-partition").clickOn("#side-n5").clickOn("#cut");
    assertThat(orders.done().poll(5, TimeUnit.SECONDS))
        .contains("n2>n1", "n5>n1")
        .doesNotContain("n2>n5");
    assertThat(robot.lookup("#partition").tryQuery()).isEmpty();
  }

  @Test
  void aQuestionThatIsCancelledDoesNothing(FxRobot robot) {
    robot.clickOn("#act-partition").clickOn("#cancel");
    assertThat(robot.lookup("#cut").tryQuery()).isEmpty();
    robot.type(KeyCode.W).clickOn("#cancel");
    assertThat(robot.lookup("#write-now").tryQuery()).isEmpty();
    assertThat(orders.done()).isEmpty();
  }

  @Test
  void aRecordIsTypedAndNoKeyActsMeanwhile(FxRobot robot) throws InterruptedException {
    robot.type(KeyCode.A);
    TextField text = robot.lookup("#write-text").queryAs(TextField.class);
    robot.interact(text::clear);
    robot.clickOn("#write-text").write("kx");
    robot.clickOn("#write-now");
    expectOrder("APPEND /log kx");
    assertThat(orders.done()).isEmpty();
  }

  @Test
  void aNodeIsAdded(FxRobot robot) throws InterruptedException {
    MenuButton write = robot.lookup("#act-write").queryAs(MenuButton.class);
    robot.interact(() -> item(write, "write-add-node").fire());
    expectOrder("add n6");
  }

  @Test
  void theKeysActOnTheChosenNode(FxRobot robot) throws InterruptedException {
    robot.type(KeyCode.DIGIT1, KeyCode.X);
    assertThat(orders.done().poll(5, TimeUnit.SECONDS)).startsWith("links [n1>n2");
    robot.type(KeyCode.E);
    expectOrder("elect n1");
    robot.type(KeyCode.Z);
    expectOrder("pause n1");
    robot.type(KeyCode.V);
    expectOrder("pace 1 frozen");
  }

  @Test
  void theHelpCoversTheWindowAndEscapeClosesIt(FxRobot robot) {
    robot.clickOn("#more");
    assertThat(robot.lookup(".key-cap").queryAll()).hasSizeGreaterThan(30);
    robot.type(KeyCode.K);
    assertThat(orders.done()).isEmpty();
    robot.type(KeyCode.ESCAPE);
    assertThat(robot.lookup("#help").tryQuery()).isEmpty();
  }

  @Test
  void aCaptionIsReadOutAndLeadsToWhatItIsAbout(FxRobot robot) {
    CaptionList captions = robot.lookup("#captions").queryAs(CaptionList.class);
    Caption last = captions.getItems().get(captions.getItems().size() - 1);
    assertThat(captions.getAccessibleText()).contains(last.text());
    Caption lease =
        captions.getItems().stream()
            .filter(caption -> caption.text().contains("the lease on c00000003"))
            .findFirst()
            .orElseThrow();
    robot.interact(() -> captions.scrollTo(lease));
    robot.clickOn(robot.lookup((Node cell) -> isOf(cell, lease)).<Node>query());
    assertThat(cluster.selection().selectedProperty().get())
        .isEqualTo(new Selected.OfChunk("c00000003"));
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(cluster.timeLine().followingProperty().get()).isFalse();
    assertThat(robot.lookup("#act-kill").queryAs(Button.class).getAccessibleHelp())
        .startsWith("This is the past");
  }

  private static boolean isOf(Node node, Caption caption) {
    return node instanceof javafx.scene.control.ListCell<?> cell
        && Objects.equals(cell.getItem(), caption);
  }

  @Test
  void theHelpLeadsToTheTourWhichGoesBackAndIsSkipped(FxRobot robot) {
    robot.clickOn("#more").clickOn("#help-close");
    assertThat(robot.lookup("#help").tryQuery()).isEmpty();
    robot.clickOn("#more").clickOn("#tour-again").clickOn("#tour-next");
    Label title = robot.lookup("#tour-title").queryAs(Label.class);
    String second = title.getText();
    robot.clickOn("#tour-back");
    assertThat(title.getText()).isNotEqualTo(second);
    assertThat(isDisabled(robot, "#tour-back")).isTrue();
    robot.clickOn("#tour-skip");
    assertThat(robot.lookup("#tour").query().isVisible()).isFalse();
  }

  @Test
  void theInspectorIsShownAndHidden(FxRobot robot) {
    robot.clickOn("#chip-n1").clickOn("#inspect");
    robot.interact(view::draw);
    Label title = robot.lookup("#inspector-title").queryAs(Label.class);
    assertThat(title.getText()).contains("n1");
    assertThat(isInSight(title)).isTrue();
    assertThat(robot.lookup("#inspector-fields").queryListView().getItems()).isNotEmpty();
    robot.clickOn("#inspect");
    assertThat(isInSight(title)).isFalse();
  }

  private static boolean isInSight(Node node) {
    return node.isVisible() && (node.getParent() == null || isInSight(node.getParent()));
  }

  @Test
  void theTourShowsFiveRealControlsAndIsNotShownAgain(FxRobot robot) {
    robot.interact(view::tour);
    String first = robot.lookup("#tour-title").queryAs(Label.class).getText();
    for (int step = 0; step < 4; step++) {
      robot.clickOn("#tour-next");
    }
    assertThat(robot.lookup("#tour-title").queryAs(Label.class).getText()).isNotEqualTo(first);
    robot.type(KeyCode.LEFT);
    assertThat(robot.lookup("#tour-title").queryAs(Label.class).getText())
        .isEqualTo("Back in time");
    robot.type(KeyCode.ESCAPE);
    assertThat(robot.lookup("#tour-title").tryQuery()).isEmpty();
    assertThat(settings.isSet(Settings.TOUR_SEEN)).isTrue();
  }

  @Test
  void theLooksAndLessMotionAreChosenAndRemembered(FxRobot robot) {
    robot.clickOn("#theme");
    assertThat(settings.get(Settings.THEME)).contains("dark");
    robot.type(KeyCode.T);
    assertThat(view.theme()).isEqualTo(Theme.PROJECTOR);
    robot.type(KeyCode.O);
    assertThat(Motion.isCalm(view.scene().getRoot())).isTrue();
    assertThat(settings.calmProperty().get()).isTrue();
  }

  @Test
  void nodesThatDoNotAnswerAreSaidAboveTheScreens(FxRobot robot) throws Exception {
    keeper.current().nodes().keySet().forEach(node -> keeper.reachable(node, false));
    WaitForAsyncUtils.waitFor(
        5,
        TimeUnit.SECONDS,
        () -> cluster.modelProperty().get().nodes().values().stream().noneMatch(n -> n.isAlive()));
    robot.interact(view::draw);
    assertThat(robot.lookup("#state-title").queryAs(Label.class).getText())
        .isEqualTo("▲ No node answers");
    robot.clickOn("#state-dismiss");
    assertThat(robot.lookup("#state-title").tryQuery()).isEmpty();
    assertThat(cluster.modelProperty().get().node(NodeId.of("n1")).isAlive()).isFalse();
  }
}
