package org.quorama.monitor.view.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quorama.monitor.SampleTraces;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.model.history.Moment;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.viewmodel.ClusterControls;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.ModelKeeper;
import org.quorama.monitor.viewmodel.Truth;
import org.quorama.monitor.viewmodel.time.BranchMaker;
import org.quorama.monitor.viewmodel.time.RecordingDesk;
import org.quorama.monitor.viewmodel.time.TimeLine;
import org.quorama.monitor.words.Words;
import org.quorama.trace.NodeTrace;
import org.quorama.trace.TraceEvent;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
@SuppressWarnings("NullAway.Init") // TestFX opens the window before each test
class TimeBarTest {
  private final UiDispatcher dispatcher = UiDispatcher.ofJavaFx();
  private final ModelKeeper keeper = new ModelKeeper(List.of());
  private ClusterViewModel cluster;
  private TimeBar bar;

  @Start
  void open(Stage stage) {
    keeper.events(SampleTraces.firstFile());
    ClusterControls none = ClusterControls.none("none here");
    cluster = new ClusterViewModel(keeper, dispatcher, none, Truth.LIVE, () -> 0);
    bar = new TimeBar(cluster, Words.of(Locale.ENGLISH));
    TextField field = new TextField();
    field.setId("field");
    Scene scene = new Scene(new VBox(bar, field), 1280, 120);
    scene.addEventFilter(KeyEvent.KEY_TYPED, typed -> bar.typed(typed.getCharacter()));
    scene.addEventFilter(KeyEvent.KEY_PRESSED, pressed -> bar.pressed(pressed.getCode()));
    stage.setScene(scene);
    stage.show();
    bar.draw(Theme.LIGHT, 1);
  }

  @AfterEach
  void close() {
    dispatcher.close();
    keeper.close();
  }

  private TimeLine time() {
    return cluster.timeLine();
  }

  private void await(Callable<Boolean> condition) throws Exception {
    WaitForAsyncUtils.waitFor(
        5,
        TimeUnit.SECONDS,
        () -> {
          WaitForAsyncUtils.asyncFx(() -> bar.draw(Theme.LIGHT, 2)).get(5, TimeUnit.SECONDS);
          return condition.call();
        });
  }

  private static Label label(FxRobot robot, String id) {
    return robot.lookup(id).queryAs(Label.class);
  }

  private void focus(FxRobot robot, String id) {
    Node node = robot.lookup(id).query();
    robot.interact(node::requestFocus);
  }

  @Test
  void keysPauseStepAndFollow(FxRobot robot) throws Exception {
    focus(robot, "#scrubber");
    long size = time().positionProperty().get();
    assertThat(label(robot, "#time-truth").getText()).isEqualTo("LIVE");
    robot.type(KeyCode.SPACE);
    assertThat(time().followingProperty().get()).isFalse();
    robot.type(KeyCode.P).type(KeyCode.P);
    await(() -> time().positionProperty().get() == size - 2);
    robot.type(KeyCode.N);
    await(() -> time().positionProperty().get() == size - 1);
    robot.type(KeyCode.HOME);
    await(() -> label(robot, "#time-truth").getText().startsWith("RECORDED · "));
    assertThat(label(robot, "#time-truth").getText()).endsWith(" s behind");
    robot.type(KeyCode.END);
    await(() -> label(robot, "#time-truth").getText().equals("LIVE"));
    assertThat(robot.lookup("#time-follow").queryAs(Button.class).isDisabled()).isTrue();
  }

  @Test
  void aClickOnTheScrubberGoesThere(FxRobot robot) throws Exception {
    robot.clickOn("#scrubber");
    await(() -> !time().followingProperty().get() && !time().seekingProperty().get());
    assertThat(time().positionProperty().get())
        .isBetween(1L, (long) SampleTraces.firstFile().size() - 1);
    assertThat(cluster.truthProperty().get()).isEqualTo(Truth.RECORDED);
  }

  @Test
  void aBookmarkIsSetFoundAgainAndRemoved(FxRobot robot) throws Exception {
    robot.clickOn("#scrubber");
    await(() -> !time().seekingProperty().get());
    robot.clickOn("#time-bookmark");
    assertThat(time().bookmarks()).extracting(Moment::kind).containsOnly(Moment.Kind.BOOKMARK);
    Button flag = robot.lookup("#time-bookmark").queryAs(Button.class);
    assertThat(flag.getAccessibleText()).isEqualTo("Remove the bookmark that is here (m)");
    robot.type(KeyCode.HOME);
    assertThat(flag.getAccessibleText()).isEqualTo("Bookmark this moment (m)");
    robot.clickOn("#scrubber").clickOn("#time-bookmark");
    assertThat(time().bookmarks()).isEmpty();
    robot.type(KeyCode.M).type(KeyCode.M);
    assertThat(time().bookmarks()).isEmpty();
  }

  @Test
  void buttonsDoWhatKeysDo(FxRobot robot) throws Exception {
    robot.clickOn("#time-play");
    assertThat(time().followingProperty().get()).isFalse();
    robot.clickOn("#time-back");
    long before = time().positionProperty().get();
    robot.clickOn("#time-on");
    assertThat(time().positionProperty().get()).isEqualTo(before + 1);
    robot.clickOn("#time-slower");
    await(() -> label(robot, "#time-speed").getText().equals("×0.5"));
    robot.clickOn("#time-faster").clickOn("#time-faster");
    await(() -> label(robot, "#time-speed").getText().equals("×2"));
    robot.clickOn("#time-follow");
    assertThat(time().followingProperty().get()).isTrue();
  }

  @Test
  void aTextFieldKeepsItsKeys(FxRobot robot) {
    robot.clickOn("#field").write("n p");
    assertThat(time().followingProperty().get()).isTrue();
    assertThat(robot.lookup("#field").queryAs(TextField.class).getText()).isEqualTo("n p");
  }

  @Test
  void aBranchThatCannotBeSaysWhy(FxRobot robot) {
    assertThat(robot.lookup("#time-branch").queryAs(Button.class).isDisabled()).isTrue();
    robot.clickOn("#time-branch-place");
    assertThat(label(robot, "#time-notice").getText())
        .startsWith("A branch needs a recording of inputs");
  }

  @Test
  void aBranchIsShownAsSimulatedAndLeftByAClickAbove(FxRobot robot) throws Exception {
    TraceEvent last = SampleTraces.firstFile().get(20);
    robot.interact(() -> time().branches().madeBy(new Fork(last)));
    robot.clickOn("#scrubber");
    await(() -> !robot.lookup("#time-branch").queryAs(Button.class).isDisabled());
    robot.clickOn("#time-branch");
    await(() -> cluster.truthProperty().get() == Truth.SIMULATED);
    assertThat(time().branches().lines()).hasSize(2);
    assertThat(label(robot, "#time-truth").getText()).startsWith("SIMULATED");
    robot.clickOn("#scrubber");
    await(() -> cluster.truthProperty().get() == Truth.RECORDED);
  }

  @Test
  void filesAreWrittenAndWhatFailsIsSaid(FxRobot robot) {
    FakeDesk desk = new FakeDesk();
    robot.interact(() -> bar.files(desk));
    FilesMenu menu = robot.lookup("#time-files").queryAs(FilesMenu.class);
    robot.interact(() -> menu.setChooser(form -> Optional.of(Path.of("chosen.file"))));
    robot.clickOn("#time-files").clickOn("#time-files-lines");
    assertThat(label(robot, "#time-notice").getText()).isEqualTo("Wrote chosen.file");
    desk.news = "chosen.file exists already: name another file";
    robot.clickOn("#time-files").clickOn("#time-files-copy");
    assertThat(label(robot, "#time-notice").getText()).isEqualTo(desk.news);
    robot.clickOn("#time-files").clickOn("#time-files-open");
    robot.clickOn("#time-files").clickOn("#time-files-picture");
    robot.clickOn("#time-files").clickOn("#time-files-clip");
    assertThat(desk.done).containsExactly("LINES", "COPY", "open", "PICTURE", "CLIP");
  }

  /** Remembers what was wanted. */
  private static final class FakeDesk implements RecordingDesk {
    final List<String> done = new ArrayList<>();
    String news = "";

    @Override
    public void open(Path file, Consumer<String> told) {
      done.add("open");
      told.accept(news);
    }

    @Override
    public void write(Form form, Path file, Consumer<String> told) {
      done.add(form.name());
      told.accept(news);
    }
  }

  /** Makes a branch of one event. */
  private record Fork(TraceEvent last) implements BranchMaker {
    @Override
    public Optional<String> unavailable() {
      return Optional.empty();
    }

    @Override
    public List<TraceEvent> branch(long timeNanos) {
      NodeTrace.Forked forked = new NodeTrace.Forked("run", 1);
      return List.of(
          new TraceEvent(
              last.node(), 1, last.seq(), 9, timeNanos + 1_000_000_000L, last.state(), forked));
    }
  }
}
