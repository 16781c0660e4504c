package org.quorama.monitor.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.LabTrace;
import org.quorama.monitor.Menus;
import org.quorama.monitor.RecordedOrders;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.model.DemoPage;
import org.quorama.monitor.model.DemoPage.Block;
import org.quorama.monitor.model.DemoPage.Kind;
import org.quorama.monitor.model.DemoPage.Phase;
import org.quorama.monitor.model.DemoPage.State;
import org.quorama.monitor.model.Lab;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.ModelKeeper;
import org.quorama.monitor.viewmodel.Truth;
import org.quorama.monitor.viewmodel.lab.DemoPlayer;
import org.quorama.monitor.viewmodel.lab.DemoViewModel;
import org.quorama.trace.FaultTrace;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.FaultTrace.Release;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class LabPanelTest {
  private final Orders orders = new Orders();
  private final UiDispatcher dispatcher = UiDispatcher.ofJavaFx();
  private final ModelKeeper keeper = new ModelKeeper(List.of());
  private final Script script = new Script(orders.done());

  @SuppressWarnings("NullAway.Init") // by open, before each test
  private ClusterViewModel cluster;

  /** Orders that name the message, and links by an arrow. */
  private static final class Orders extends RecordedOrders {
    @Override
    public void release(Lab.Held message, Release release) {
      done().add(release + " " + message.messageId());
    }

    @Override
    public void links(List<LinkRule> rules) {
      done().add("links " + rules.stream().map(rule -> rule.from() + "→" + rule.to()).toList());
    }
  }

  /** A script of two steps that does nothing. */
  static final class Script implements DemoPlayer {
    private final Queue<String> done;
    private volatile Runnable listener = () -> {};
    private volatile DemoPage page =
        new DemoPage(
            "First election",
            1,
            2,
            "Nobody leads",
            List.of(
                new Block(
                    Kind.PROSE, "Five nodes *start*. Nobody leads:\n\n- not `n1`", State.DONE),
                new Block(Kind.COMMAND, "fire n2", State.DONE),
                new Block(Kind.EXPECTATION, "expect n2 is candidate", State.RUNNING),
                new Block(Kind.CAPTION, "n2 asks for votes.", State.DONE),
                new Block(Kind.QUESTION, "Who votes for n2?", State.DONE)),
            Phase.ASKING);

    Script(Queue<String> done) {
      this.done = done;
    }

    @Override
    public DemoPage page() {
      return page;
    }

    @Override
    public void listen(Runnable onChange) {
      listener = onChange;
    }

    @Override
    public void next() {
      done.add("next");
      page = new DemoPage(page.title(), 2, 2, "The end", List.of(), Phase.OVER);
      listener.run();
    }

    @Override
    public void back() {
      done.add("back");
    }

    @Override
    public void restart() {
      done.add("restart");
    }
  }

  @Start
  void open(Stage stage) {
    keeper.events(LabTrace.frozen());
    cluster = new ClusterViewModel(keeper, dispatcher, orders, Truth.LIVE, () -> 0);
    DemoViewModel demo = new DemoViewModel(script, dispatcher);
    stage.setScene(new MonitorView(cluster, demo, Theme.LIGHT, 1280, 800).scene());
    stage.show();
  }

  @AfterEach
  void close() {
    dispatcher.close();
  }

  private void expectOrder(String order) throws InterruptedException {
    assertThat(orders.done().poll(5, TimeUnit.SECONDS)).isEqualTo(order);
  }

  @Test
  void aWaitingMessageIsDeliveredDroppedOrSentTwice(FxRobot robot) throws InterruptedException {
    robot.clickOn("#faults");
    robot.clickOn("#deliver-n2-1-1");
    expectOrder("DELIVER n2:1:1");
    robot.clickOn("#drop-n2-1-2");
    expectOrder("DROP n2:1:2");
    robot.clickOn("#twice-n2-1-2");
    expectOrder("DUPLICATE n2:1:2");
  }

  @Test
  void timePassesAndDeadlinesFireByHand(FxRobot robot) throws InterruptedException {
    robot.clickOn("#faults");
    robot.clickOn("#fire-n4");
    expectOrder("fire n4");
    assertThat(robot.lookup("#freeze").queryAs(Button.class).isDisabled()).isTrue();
    robot.clickOn("#run");
    expectOrder("pace 1");
    assertThat(robot.lookup("#harm").queryAs(Label.class).getText())
        .isEqualTo("time stands still · 2 messages wait · 1 link cut");
  }

  @Test
  void allThatWaitsIsDeliveredAtOnce(FxRobot robot) throws InterruptedException {
    robot.clickOn("#faults").clickOn("#all");
    expectOrder("DELIVER n2:1:1");
    expectOrder("DELIVER n2:1:2");
  }

  @Test
  void timeIsSlowedByTheSliderAndStopped(FxRobot robot) throws Exception {
    runs();
    robot.clickOn("#faults");
    Slider pace = robot.lookup("#pace").queryAs(Slider.class);
    robot.interact(pace::requestFocus);
    robot.type(KeyCode.RIGHT);
    expectOrder("pace 2");
    assertThat(robot.lookup("#pace-value").queryAs(Label.class).getText()).contains("2");
    robot.clickOn("#freeze");
    expectOrder("pace 1 frozen");
  }

  /** Time passes as usual on every node. */
  private void runs() throws Exception {
    for (int i = 1; i <= 5; i++) {
      NodeId node = NodeId.of("n" + i);
      keeper.events(List.of(LabTrace.event(node, 100, new FaultTrace.PaceChanged(1, false))));
    }
    WaitForAsyncUtils.waitFor(
        5, TimeUnit.SECONDS, () -> !cluster.lab().labProperty().get().frozen());
  }

  @Test
  void aClickCutsOneWayOfALinkOrMendsIt(FxRobot robot) throws InterruptedException {
    robot.clickOn("#faults");
    robot.clickOn("#link-n1-n3");
    expectOrder("links []");
    robot.clickOn("#link-n2-n4");
    expectOrder("links [n1→n3, n2→n4]");
    robot.clickOn("#heal");
    expectOrder("links []");
    robot.clickOn("#act-heal");
    expectOrder("links []");
  }

  @Test
  void theMenuOfALinkCutsLosesDoublesDelaysOrMends(FxRobot robot) throws InterruptedException {
    robot.clickOn("#faults");
    for (String way : List.of("cut", "lose", "twins", "late", "bad")) {
      choose(robot, way, "n4-n5");
      expectOrder("links [n1→n3, n4→n5]");
    }
    choose(robot, "whole", "n1-n3");
    expectOrder("links []");
  }

  private static void choose(FxRobot robot, String how, String way) {
    Menus.choose(robot, "#link-" + way, how + "-" + way);
  }

  /** As the menu key or a right click does it: beside the demo there is no room for buttons. */
  private static FxRobot menuOf(FxRobot robot, String id) {
    Node node = robot.lookup(id).query();
    Point2D at = node.localToScreen(node.getLayoutBounds().getCenterX(), 60);
    ContextMenuEvent asked =
        new ContextMenuEvent(
            ContextMenuEvent.CONTEXT_MENU_REQUESTED, 0, 0, at.getX(), at.getY(), true, null);
    robot.interact(() -> node.fireEvent(asked));
    return robot;
  }

  @Test
  void theMenuOfANodeHasItsFaults(FxRobot robot) throws InterruptedException {
    menuOf(robot, "#node-n5").clickOn("#pause-n5");
    expectOrder("pause n5");
    menuOf(robot, "#node-n5").clickOn("#isolate-n5");
    assertThat(orders.done().poll(5, TimeUnit.SECONDS)).contains("n1→n3", "n5→n1", "n4→n5");
  }

  @Test
  void aDemoIsPlayedStepByStep(FxRobot robot) throws InterruptedException {
    assertThat(robot.lookup("#next").queryAs(Button.class).getText()).isEqualTo("Reveal");
    assertThat(robot.lookup("#demo-heading").queryAs(Label.class).getText())
        .isEqualTo("1 of 2 · Nobody leads");
    robot.clickOn("#next");
    expectOrder("next");
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(robot.lookup("#next").queryAs(Button.class).isDisabled()).isTrue();
    robot.clickOn("#back");
    expectOrder("back");
    robot.clickOn("#again");
    expectOrder("restart");
  }

  @Test
  void theKeyShowsTheFaultsAndTheDemoAgain(FxRobot robot) {
    robot.type(KeyCode.F);
    assertThat(robot.lookup("#held").tryQuery()).isPresent();
    robot.type(KeyCode.F);
    assertThat(robot.lookup("#next").tryQuery()).isPresent();
  }
}
