package org.quorama.monitor.view.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.Image;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quorama.monitor.Runs;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.view.MonitorView;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.viewmodel.ClusterControls;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.ModelKeeper;
import org.quorama.monitor.viewmodel.Truth;
import org.quorama.monitor.viewmodel.select.Selected;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/**
 * The screens of checks, metrics and SQL on the run of a first file with two leaders at its end.
 */
@ExtendWith(ApplicationExtension.class)
class FiguresScreensTest {
  private final UiDispatcher dispatcher = UiDispatcher.ofJavaFx();
  private final ModelKeeper keeper = new ModelKeeper(List.of());

  @SuppressWarnings("NullAway.Init") // by open, before each test
  private MonitorView view;

  @SuppressWarnings("NullAway.Init") // by open, before each test
  private ClusterViewModel cluster;

  @Start
  void open(Stage stage) {
    keeper.events(Runs.twoLeaders());
    long now = keeper.current().latestNanos();
    cluster =
        new ClusterViewModel(
            keeper, dispatcher, ClusterControls.none("A test"), Truth.SIMULATED, () -> now);
    view = new MonitorView(cluster, Theme.LIGHT, 1280, 800);
    stage.setScene(view.scene());
    stage.show();
    view.start();
  }

  @AfterEach
  void close() {
    view.stop();
    dispatcher.close();
    keeper.close();
  }

  private static String text(FxRobot robot, String id) {
    return robot.lookup(id).queryAs(Label.class).getText();
  }

  private static void eventually(Callable<Boolean> condition) throws Exception {
    WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, condition);
    WaitForAsyncUtils.waitForFxEvents();
  }

  @Test
  void aBrokenRuleSaysSoInWordsAndLeadsToItsEvent(FxRobot robot) throws Exception {
    assertThat(robot.lookup("#tab-checks").queryAs(ToggleButton.class).getText()).contains("✗ ");
    robot.clickOn("#tab-checks");
    eventually(() -> text(robot, "#check-ELECTION_SAFETY").equals("BROKEN"));

    assertThat(text(robot, "#checks-summary")).startsWith("✗ ").contains("broken");
    assertThat(text(robot, "#check-sign-ELECTION_SAFETY")).isEqualTo("✗");
    assertThat(text(robot, "#check-found-ELECTION_SAFETY"))
        .isEqualTo("n2 and n4 are both leader of term 3.");
    assertThat(text(robot, "#check-LOG_MATCHING")).startsWith("holds so far · ");
    assertThat(text(robot, "#check-LEADER_APPEND_ONLY")).isEqualTo("no entry was taken back yet");
    assertThat(text(robot, "#check-MAJORITY")).startsWith("no whole election");

    robot.clickOn("#check-jump-ELECTION_SAFETY");
    assertThat(cluster.timeLine().followingProperty().get()).isFalse();
    assertThat(cluster.timeLine().positionProperty().get()).isEqualTo(keeper.history().size());
    assertThat(cluster.selection().selectedProperty().get()).isInstanceOf(Selected.OfEvent.class);
  }

  @Test
  void beforeTheEventTheRuleHolds(FxRobot robot) throws Exception {
    robot.clickOn("#tab-checks");
    robot.interact(() -> cluster.timeLine().jumpTo(keeper.history().size() - 1));

    eventually(() -> text(robot, "#check-ELECTION_SAFETY").startsWith("holds so far"));
    assertThat(robot.lookup("#check-jump-ELECTION_SAFETY").queryAs(Button.class).isVisible())
        .isFalse();
  }

  @Test
  void messagesAreCountedByKindAndNodeInTheWindow(FxRobot robot) throws Exception {
    robot.clickOn("#tab-metrics");
    TableView<?> kinds = robot.lookup("#metrics-kinds").queryTableView();

    eventually(() -> !kinds.getItems().isEmpty());
    assertThat(kinds.getColumns()).hasSize(6);
    assertThat(robot.lookup("#plot-throughput").tryQuery()).isPresent();
    assertThat(robot.lookup("#plot-elections").query().getAccessibleText()).contains("won");
  }

  @Test
  void eachWindowOfTheChartsIsAnotherPicture(FxRobot robot) throws Exception {
    robot.clickOn("#tab-metrics");
    Set<Integer> pictures = new HashSet<>();
    for (int seconds : List.of(3600, 600, 120, 30)) {
      robot.clickOn("#window-" + seconds);
      eventually(() -> pictures.add(picture(robot, "#plot-messages")));
    }
    assertThat(pictures).hasSize(4);
  }

  /** Returns what a part of the window looks like, as one number. */
  private static int picture(FxRobot robot, String id) throws Exception {
    Node part = robot.lookup(id).query();
    Image image = WaitForAsyncUtils.asyncFx(() -> part.snapshot(null, null)).get();
    int sum = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        sum = 31 * sum + image.getPixelReader().getArgb(x, y);
      }
    }
    return sum;
  }

  @Test
  void theColumnThatIsDrawnIsChosen(FxRobot robot) throws Exception {
    robot.clickOn("#tab-sql");
    Node examples = robot.lookup("#sql-examples").query();
    robot.clickOn(robot.from(examples).lookup("Who talks to whom?").<Node>query());
    ChoiceBox<?> columns = robot.lookup("#sql-column").queryAs(ChoiceBox.class);
    eventually(() -> columns.getItems().size() > 1);
    Node bars = robot.lookup("#sql-bars").query();
    for (int column : List.of(1, 0)) {
      robot.interact(() -> columns.getSelectionModel().select(column));
      eventually(() -> columns.getItems().get(column).equals(bars.getAccessibleText()));
    }
  }

  @Test
  void aQuestionThatTakesTooLongIsStopped(FxRobot robot) throws Exception {
    robot.clickOn("#tab-sql");
    TextArea editor = robot.lookup("#sql-editor").queryAs(TextArea.class);
    robot.interact(
        () ->
            editor.setText("select count(*) from events a, events b, events c, events d, events"));
    Button stop = robot.lookup("#sql-stop").queryAs(Button.class);
    assertThat(stop.isDisabled()).isTrue();
    robot.clickOn("#sql-run");
    eventually(() -> !stop.isDisabled());
    robot.clickOn("#sql-stop");
    WaitForAsyncUtils.waitFor(8, TimeUnit.SECONDS, stop::isDisabled); // it would end after ten
    assertThat(text(robot, "#sql-status")).startsWith("✗ It was stopped");
  }

  @Test
  void anExampleIsAskedByAClickAndDrawn(FxRobot robot) throws Exception {
    robot.clickOn("#tab-sql");
    robot.clickOn("Which messages are sent most?");
    TableView<?> answer = robot.lookup("#sql-answer").queryTableView();

    eventually(() -> !answer.getItems().isEmpty());
    assertThat(answer.getColumns().get(1).getText()).isEqualTo("sent");
    assertThat(robot.lookup("#sql-bars").tryQuery()).isPresent();
    assertThat(text(robot, "#sql-status")).contains("events in");
    assertThat(robot.lookup("#sql-editor").queryAs(TextArea.class).getText())
        .contains("from messages");
  }

  @Test
  void aQuestionNotAskedIsNoEmptyAnswer(FxRobot robot) throws Exception {
    robot.clickOn("#tab-sql");
    eventually(() -> text(robot, "#sql-nothing").startsWith("Nothing was asked yet"));

    TextArea editor = robot.lookup("#sql-editor").queryAs(TextArea.class);
    robot.interact(() -> editor.setText("select node from events where term > 99"));
    robot.clickOn("#sql-run");
    eventually(() -> text(robot, "#sql-nothing").startsWith("The answer has no row"));

    robot.interact(() -> editor.setText("select nothing"));
    robot.clickOn("#sql-run");
    eventually(() -> text(robot, "#sql-nothing").startsWith("No answer"));
  }

  @Test
  void aQuestionOfOnesOwnIsAskedByTheKeyboardAndAMistakeHasItsPlace(FxRobot robot)
      throws Exception {
    robot.clickOn("#tab-sql");
    TextArea editor = robot.lookup("#sql-editor").queryAs(TextArea.class);
    robot.interact(() -> editor.setText("select node\nfrom event"));
    robot.clickOn("#sql-editor");
    robot.press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);

    eventually(() -> text(robot, "#sql-status").startsWith("✗"));
    assertThat(text(robot, "#sql-status")).contains("Line 2, column 6", "There is no table event");
    assertThat(editor.getSelectedText()).isEqualTo("event");
    robot.interact(() -> editor.setText("drop table events"));
    robot.clickOn("#sql-run");
    eventually(() -> text(robot, "#sql-status").contains("never changed"));
  }
}
