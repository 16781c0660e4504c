package org.quorama.monitor.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quorama.monitor.LabTrace;
import org.quorama.monitor.RecordedOrders;
import org.quorama.monitor.SampleTraces;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.ModelKeeper;
import org.quorama.monitor.viewmodel.Truth;
import org.quorama.monitor.words.Words;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** A window in German has no English word in it. */
@ExtendWith(ApplicationExtension.class)
class GermanTest {
  private static final Set<String> ENGLISH =
      Set.of(
          "the",
          "and",
          "of",
          "is",
          "are",
          "follows",
          "dead",
          "kill",
          "restart",
          "more",
          "faults",
          "help",
          "time",
          "passes",
          "freeze",
          "deliver",
          "links",
          "messages",
          "wait",
          "vote",
          "votes",
          "nodes",
          "alive",
          "committed",
          "applied",
          "no",
          "chunk",
          "file",
          "health",
          "healthy",
          "old",
          "undo",
          "write",
          "heal",
          "next",
          "back",
          "close",
          "look",
          "tiles",
          "choose",
          "node",
          "gives",
          "places",
          "starts",
          "killed",
          "entry",
          "majority",
          "hears");
  private static final Pattern WORD = Pattern.compile("[^\\p{L}-]+");

  /** Commands in the logs are those of the system, in no language. */
  private static final Set<String> NOT_ENGLISH = Set.of("no-op", "chunk");

  private final UiDispatcher dispatcher = UiDispatcher.ofJavaFx();
  private final ModelKeeper keeper = new ModelKeeper(List.of());

  @SuppressWarnings("NullAway.Init") // by open, before each test
  private MonitorView view;

  @Start
  void open(Stage stage) {
    System.setProperty(Words.LANGUAGE_PROPERTY, "de");
    keeper.events(SampleTraces.firstFile());
    long now = keeper.current().latestNanos();
    ClusterViewModel cluster =
        new ClusterViewModel(keeper, dispatcher, new RecordedOrders(), Truth.LIVE, () -> now);
    view = new MonitorView(cluster, Theme.LIGHT, 1280, 800);
    stage.setScene(view.scene());
    stage.show();
  }

  @AfterEach
  void speakEnglishAgain() {
    System.setProperty(Words.LANGUAGE_PROPERTY, "en");
    dispatcher.close();
  }

  private static List<String> texts(Node node) {
    List<String> texts = new ArrayList<>();
    if (!node.isVisible()) {
      return texts;
    }
    if (node instanceof Labeled labeled && labeled.getText() != null) {
      texts.add(labeled.getText());
    } else if (node instanceof Text text) {
      texts.add(text.getText());
    }
    if (node.getAccessibleText() != null) {
      texts.add(node.getAccessibleText());
    }
    if (node.getAccessibleHelp() != null) {
      texts.add(node.getAccessibleHelp());
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> texts.addAll(texts(child)));
    }
    return texts;
  }

  private static List<String> english(Node root) {
    return texts(root).stream().filter(GermanTest::isEnglish).distinct().toList();
  }

  private static boolean isEnglish(String text) {
    return Arrays.stream(WORD.split(text.toLowerCase(Locale.ROOT)))
        .filter(word -> !NOT_ENGLISH.contains(word))
        .anyMatch(ENGLISH::contains);
  }

  @Test
  void theOverviewSpeaksGerman(FxRobot robot) {
    robot.interact(view::draw);
    assertThat(english(view.scene().getRoot())).isEmpty();
  }

  /** But for SQL: its tables and columns are named in English. */
  @ParameterizedTest
  @ValueSource(
      strings = {"ring", "log", "spacetime", "chunks", "members", "links", "checks", "metrics"})
  void everyScreenSpeaksGerman(String screen, FxRobot robot) {
    robot.interact(
        () -> {
          view.show(screen);
          view.draw();
        });
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(english(view.scene().getRoot())).isEmpty();
  }

  @Test
  void faultsAndHelpSpeakGerman(FxRobot robot) {
    robot.interact(
        () -> {
          keeper.events(LabTrace.frozen());
          view.draw();
        });
    robot.clickOn("#faults").clickOn("#more");
    assertThat(english(view.scene().getRoot())).isEmpty();
    assertThat(texts(view.scene().getRoot())).contains("Zeit anhalten", "Tasten und Formen");
  }

  @Test
  void theTourSpeaksGerman(FxRobot robot) {
    robot.interact(view::tour);
    for (int step = 0; step < 5; step++) {
      assertThat(english(view.scene().getRoot())).isEmpty();
      robot.clickOn("#tour-next");
    }
  }
}
