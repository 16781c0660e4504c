package org.quorama.monitor.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.LabTrace;
import org.quorama.monitor.RecordedOrders;
import org.quorama.monitor.SampleTraces;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.ModelKeeper;
import org.quorama.monitor.viewmodel.Truth;
import org.quorama.monitor.viewmodel.settings.Settings;
import org.quorama.trace.FaultTrace;
import org.quorama.trace.FaultTrace.DiskCondition;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/**
 * Every item of the window's menus gives its order. n2 leads, n4 was removed, n6 learns, n3 is
 * paused, and the clock and the disk of n1 are bad.
 */
@ExtendWith(ApplicationExtension.class)
class MenusTest {
  /** What is in the menus of nodes and in that of the bar. */
  private static final List<Wanted> RARE =
      List.of(
          new Wanted("n5", "slow-clock", "clock n5 0.5"),
          new Wanted("n5", "fast-clock", "clock n5 2.0"),
          new Wanted("n5", "jump-clock", "jump n5 PT5S"),
          new Wanted("n1", "right-clock", "clock n1 1.0"),
          new Wanted("n5", "slow-disk", "disk n5 SLOW"),
          new Wanted("n5", "full-disk", "disk n5 FULL"),
          new Wanted("n5", "failing-disk", "disk n5 FSYNC_ERROR"),
          new Wanted("n1", "healthy-disk", "disk n1 HEALTHY"),
          new Wanted("n4", "learn", "ADD_LEARNER n4"),
          new Wanted("n6", "vote", "PROMOTE n6"),
          new Wanted("n5", "remove", "REMOVE n5"));

  /** What is a button in the bar, and in the menus of nodes only. */
  private static final List<Wanted> COMMON =
      List.of(
          new Wanted("n5", "pause", "pause n5"),
          new Wanted("n3", "resume", "resume n3"),
          new Wanted("n5", "isolate", "links [n5>"),
          new Wanted("n5", "lead", "lead n5"),
          new Wanted("n5", "elect", "elect n5"));

  private final RecordedOrders orders = new RecordedOrders();
  private final UiDispatcher dispatcher = UiDispatcher.ofJavaFx();
  private final Settings settings = Settings.forgotten();

  @SuppressWarnings("NullAway.Init") // by open, before each test
  private ClusterViewModel cluster;

  @SuppressWarnings("NullAway.Init") // by open, before each test
  private MonitorView view;

  /** An item of a node's menu, and how the order that it gives begins. */
  private record Wanted(String node, String item, String order) {}

  @Start
  void open(Stage stage) {
    ModelKeeper keeper = new ModelKeeper(List.of());
    keeper.events(SampleTraces.members());
    keeper.events(
        List.of(
            LabTrace.event(LabTrace.N1, 9_001, new FaultTrace.ClockChanged(0.5, 0)),
            LabTrace.event(LabTrace.N1, 9_002, new FaultTrace.DiskChanged(DiskCondition.FULL, 0)),
            LabTrace.event(LabTrace.N3, 9_001, new FaultTrace.NodePaused())));
    long now = keeper.current().latestNanos();
    cluster = new ClusterViewModel(keeper, dispatcher, orders, Truth.LIVE, () -> now);
    view = new MonitorView(cluster, null, settings, 1280, 800);
    stage.setScene(view.scene());
    stage.show();
    view.show("ring");
  }

  @AfterEach
  void close() {
    dispatcher.close();
  }

  private void expect(Wanted wanted) throws InterruptedException {
    assertThat(orders.done().poll(5, TimeUnit.SECONDS))
        .as(wanted.item())
        .startsWith(wanted.order());
  }

  private static MenuItem item(List<MenuItem> items, String id) {
    return items.stream().filter(item -> id.equals(item.getId())).findFirst().orElseThrow();
  }

  private static ContextMenu shown() {
    return Window.getWindows().stream()
        .filter(ContextMenu.class::isInstance)
        .map(ContextMenu.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static MenuButton menu(FxRobot robot, String id) {
    return robot.lookup(id).queryAs(MenuButton.class);
  }

  @Test
  void everyItemOfANodesMenuGivesItsOrder(FxRobot robot) throws InterruptedException {
    List<Wanted> all = new ArrayList<>(COMMON);
    all.addAll(RARE);
    for (Wanted wanted : all) {
      Button more = robot.lookup("#more-" + wanted.node()).queryAs(Button.class);
      robot.interact(
          () -> {
            more.fire();
            ContextMenu menu = shown();
            item(menu.getItems(), wanted.item() + "-" + wanted.node()).fire();
            menu.hide();
          });
      expect(wanted);
    }
  }

  @Test
  void everyItemOfTheBarsMenuGivesItsOrderToTheChosenNode(FxRobot robot)
      throws InterruptedException {
    MenuButton more = menu(robot, "#act-more");
    for (Wanted wanted : RARE) {
      robot.interact(
          () -> {
            cluster.selectedProperty().set(NodeId.of(wanted.node()));
            more.show();
            item(more.getItems(), wanted.item() + "-chosen").fire();
            more.hide();
          });
      expect(wanted);
    }
  }

  @Test
  void whatIsWrittenIsAskedForFirst(FxRobot robot) throws InterruptedException {
    for (String item : List.of("write-create", "write-append", "write-put")) {
      String kind = item.substring("write-".length());
      robot.interact(() -> item(menu(robot, "#act-write").getItems(), item).fire());
      TextField path = robot.lookup("#write-path").queryAs(TextField.class);
      robot.interact(path::clear);
      assertThat(robot.lookup("#write-now").query().isDisabled()).isTrue();
      robot.clickOn("#write-path").write("/" + kind);
      boolean asksForText = robot.lookup("#write-text").tryQuery().isPresent();
      assertThat(asksForText).isEqualTo(!kind.equals("create"));
      robot.clickOn("#write-now");
      assertThat(orders.done().poll(5, TimeUnit.SECONDS))
          .startsWith(kind.toUpperCase(Locale.ROOT) + " /" + kind);
    }
  }

  @Test
  void looksMotionAndLanguageAreChosen(FxRobot robot) {
    MenuButton looks = menu(robot, "#theme");
    Map<String, Theme> themes =
        Map.of(
            "theme-dark", Theme.DARK,
            "theme-projector", Theme.PROJECTOR,
            "theme-light", Theme.LIGHT);
    for (Map.Entry<String, Theme> each : themes.entrySet()) {
      robot.interact(() -> item(looks.getItems(), each.getKey()).fire());
      assertThat(view.theme()).isEqualTo(each.getValue());
    }
    for (String language : List.of("language-de", "language-en")) {
      robot.interact(() -> item(looks.getItems(), language).fire());
      assertThat("language-" + settings.get(Settings.LANGUAGE).orElse("")).isEqualTo(language);
    }
    robot.interact(looks::show);
    robot.clickOn("#calm");
    assertThat(settings.calmProperty().get()).isTrue();
  }
}
