package org.quorama.monitor.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuButton;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quorama.monitor.LabTrace;
import org.quorama.monitor.RecordedOrders;
import org.quorama.monitor.SampleTraces;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.ModelKeeper;
import org.quorama.monitor.viewmodel.Truth;
import org.quorama.monitor.viewmodel.lab.DemoViewModel;
import org.quorama.monitor.viewmodel.time.RecordingDesk;
import org.quorama.trace.FaultTrace;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/**
 * Goes through all screens, menus and cards, and knows of each control that it meets which test
 * uses it. Who adds a control adds a test that uses it, and its name here.
 */
@ExtendWith(ApplicationExtension.class)
class EveryControlTest {
  /** Which test uses which controls; a star is a node, a message, a rule, a screen or a number. */
  private static final String USED =
      """
      EveryScreenTest: tab-*
      FiguresScreensTest: check-jump-* metrics-kinds window-*
      FiguresScreensTest: sql-answer sql-column sql-editor sql-examples sql-run sql-stop
      LabPanelTest: act-heal again all back deliver-* drop-* faults fire-* freeze heal
      LabPanelTest: link-*-* next pace run twice-*
      LabPanelTest: bad-*-* cut-*-* late-*-* lose-*-* twins-*-* whole-*-*
      LinksScreenTest: chip-* heal-all partition way-*-*
      LinksScreenTest: bad-way-*-* cut-way-*-* late-way-*-* lose-way-*-*
      LinksScreenTest: twins-way-*-* whole-way-*-*
      LogScreenTest: log-grid log-narrower log-pin log-scroll log-wider
      MembersScreenTest: belief-*-*
      MenusTest: calm language-de language-en theme-dark theme-light theme-projector
      MenusTest: elect-* isolate-* lead-* learn-* pause-* remove-* resume-* vote-*
      MenusTest: failing-disk-* full-disk-* healthy-disk-* slow-disk-*
      MenusTest: fast-clock-* jump-clock-* right-clock-* slow-clock-*
      MenusTest: failing-disk-chosen full-disk-chosen healthy-disk-chosen slow-disk-chosen
      MenusTest: fast-clock-chosen jump-clock-chosen right-clock-chosen slow-clock-chosen
      MenusTest: learn-chosen remove-chosen vote-chosen
      MenusTest: write-append write-create write-path write-put
      MonitorViewTest: chunk-history chunk-table kill-* more-* restart-* tile-* tiles
      PeopleTest: act-elect act-isolate act-kill act-lead act-more act-partition act-pause
      PeopleTest: act-restart act-undo act-write cancel captions cut help-close inspect
      PeopleTest: inspector-fields more side-* state-dismiss theme tour-again tour-back
      PeopleTest: tour-next tour-skip write-add-node write-now write-text
      RingViewTest: node-*
      SpaceTimeScreenTest: spacetime spacetime-end spacetime-fit spacetime-in
      SpaceTimeScreenTest: spacetime-order spacetime-out spacetime-routine
      TimeBarTest: scrubber time-back time-bookmark time-branch time-faster time-files
      TimeBarTest: time-files-clip time-files-copy time-files-lines time-files-open
      TimeBarTest: time-files-picture time-follow time-on time-play time-slower
      """;

  private static final Pattern BETWEEN = Pattern.compile("[: ]+");

  private final RecordedOrders orders = new RecordedOrders();
  private final UiDispatcher dispatcher = UiDispatcher.ofJavaFx();
  private final ModelKeeper keeper = new ModelKeeper(List.of());
  private final MetControls controls = new MetControls();

  @SuppressWarnings("NullAway.Init") // by open, before each test
  private MonitorView view;

  @Start
  void open(Stage stage) {
    keeper.events(SampleTraces.firstFile());
    FaultTrace held = LabTrace.held(LabTrace.N1, LabTrace.N2, "n1:1:1");
    keeper.events(List.of(LabTrace.event(LabTrace.N1, 9_001, held)));
    ClusterViewModel cluster =
        new ClusterViewModel(keeper, dispatcher, orders, Truth.LIVE, () -> 0);
    DemoViewModel demo = new DemoViewModel(new LabPanelTest.Script(orders.done()), dispatcher);
    view = new MonitorView(cluster, demo, Theme.LIGHT, 1280, 800);
    view.files(new NoDesk());
    stage.setScene(view.scene());
    stage.show();
  }

  @AfterEach
  void close() {
    dispatcher.close();
    keeper.close();
  }

  @Test
  void everyControlOfTheWindowIsUsedByATest(FxRobot robot) throws Exception {
    robot.interact(this::goThroughScreens);
    robot.interact(this::goThroughCards);
    keeper.current().nodes().keySet().forEach(node -> keeper.reachable(node, false));
    WaitForAsyncUtils.waitFor(
        5,
        TimeUnit.SECONDS,
        () -> {
          robot.interact(this::meetAll);
          return controls.met().contains("state-dismiss");
        });
    assertThat(controls.met()).containsExactlyInAnyOrderElementsOf(used().keySet());
  }

  @Test
  void theTestsNameTheControlsThatTheyAreSaidToUse() throws IOException {
    for (Map.Entry<String, String> each : used().entrySet()) {
      String stem = each.getKey().replaceFirst("-(\\*|chosen).*", "");
      assertThat(source(each.getValue())).as(each.getValue()).contains(stem);
    }
  }

  private static Map<String, String> used() {
    Map<String, String> used = new TreeMap<>();
    for (String line : USED.lines().toList()) {
      List<String> words = BETWEEN.splitAsStream(line).toList();
      words.stream().skip(1).forEach(name -> used.put(name, words.get(0)));
    }
    return used;
  }

  private static String source(String test) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      Path file = files.filter(each -> each.endsWith(test + ".java")).findFirst().orElseThrow();
      return Files.readString(file);
    }
  }

  private void goThroughScreens() {
    for (String screen : view.keys()) {
      view.show(screen);
      meetAll();
    }
    view.tile(true);
    meetAll();
    view.show("ring");
    press("#more-n1");
    press("#faults");
    meetAll();
  }

  private void goThroughCards() {
    Window.getWindows().stream()
        .filter(ContextMenu.class::isInstance)
        .forEach(menu -> ((ContextMenu) menu).getItems().forEach(controls::meet));
    press("#act-partition");
    meetAll();
    press("#cancel");
    ((MenuButton) find("#act-write")).getItems().get(2).fire();
    meetAll();
    press("#cancel");
    press("#more");
    meetAll();
    press("#tour-again");
    meetAll();
    press("#tour-skip");
  }

  private Node find(String selector) {
    Node found = view.scene().lookup(selector);
    assertThat(found).as(selector).isNotNull();
    return found;
  }

  private void press(String button) {
    ((ButtonBase) find(button)).fire();
  }

  private void meetAll() {
    view.draw();
    view.scene().getRoot().applyCss();
    view.scene().getRoot().layout();
    controls.meet(view.scene().getRoot());
  }

  /** Does nothing with files. */
  private static final class NoDesk implements RecordingDesk {
    @Override
    public void open(Path file, Consumer<String> told) {}

    @Override
    public void write(Form form, Path file, Consumer<String> told) {}
  }
}
