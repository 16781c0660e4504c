package org.quorama.monitor.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quorama.monitor.Runs;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.viewmodel.ClusterControls;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.ModelKeeper;
import org.quorama.monitor.viewmodel.Truth;
import org.quorama.trace.TraceEvent;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** Walks through every screen while a simulated cluster under faults goes on. */
@ExtendWith(ApplicationExtension.class)
class EveryScreenTest {
  private static final int LEAST_COLORS = 12;

  private final UiDispatcher dispatcher = UiDispatcher.ofJavaFx();
  private final ModelKeeper keeper = new ModelKeeper(List.of());

  @SuppressWarnings("NullAway.Init") // by open, before each test
  private MonitorView view;

  @SuppressWarnings("NullAway.Init") // by open, before each test
  private ClusterViewModel cluster;

  @Start
  void open(Stage stage) {
    cluster =
        new ClusterViewModel(
            keeper,
            dispatcher,
            ClusterControls.none("A test"),
            Truth.SIMULATED,
            () -> keeper.current().latestNanos());
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

  private static List<String> tabs(FxRobot robot) {
    return robot.lookup("#tabs .toggle-button").queryAll().stream()
        .map(Node::getId)
        .filter(id -> id.startsWith("tab-"))
        .toList();
  }

  @Test
  void everyScreenDrawsWhatComesInThePastAndAnEmptyCluster(FxRobot robot) throws Throwable {
    List<TraceEvent> events = Runs.simulated(1, Duration.ofSeconds(20));
    List<String> tabs = tabs(robot);
    assertThat(tabs).hasSizeGreaterThanOrEqualTo(8);
    for (String tab : tabs) {
      assertDrawn(robot, tab);
    }
    int part = events.size() / tabs.size();
    for (int i = 0; i < tabs.size(); i++) {
      keeper.events(events.subList(i * part, (i + 1) * part));
      assertDrawn(robot, tabs.get(i));
    }
    robot.interact(() -> cluster.timeLine().jumpTo(part));
    for (String tab : tabs) {
      assertDrawn(robot, tab);
    }
  }

  /** No exception on the JavaFX thread, and something to see. */
  private void assertDrawn(FxRobot robot, String tab) throws Throwable {
    robot.clickOn("#" + tab);
    WaitForAsyncUtils.waitForFxEvents();
    WaitForAsyncUtils.checkException();
    WritableImage image =
        WaitForAsyncUtils.asyncFx(
                () -> {
                  view.draw();
                  return view.scene().snapshot(null);
                })
            .get();
    Set<Integer> colors = new HashSet<>();
    for (int y = 0; y < image.getHeight(); y += 2) {
      for (int x = 0; x < image.getWidth(); x += 2) {
        colors.add(image.getPixelReader().getArgb(x, y));
      }
    }
    assertThat(colors).as(tab).hasSizeGreaterThan(LEAST_COLORS);
  }
}
