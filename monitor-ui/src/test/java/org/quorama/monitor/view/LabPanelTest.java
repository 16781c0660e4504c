package org.quorama.monitor.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.LabTrace;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.model.DemoPage;
import org.quorama.monitor.model.DemoPage.Block;
import org.quorama.monitor.model.DemoPage.Kind;
import org.quorama.monitor.model.DemoPage.Phase;
import org.quorama.monitor.model.DemoPage.State;
import org.quorama.monitor.model.Lab;
import org.quorama.monitor.viewmodel.ClusterControls;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.ModelKeeper;
import org.quorama.monitor.viewmodel.Truth;
import org.quorama.monitor.viewmodel.lab.DemoPlayer;
import org.quorama.monitor.viewmodel.lab.DemoViewModel;
import org.quorama.monitor.viewmodel.lab.LabControls;
import org.quorama.trace.FaultTrace.DiskCondition;
import org.quorama.trace.FaultTrace.LinkRule;
import org.quorama.trace.FaultTrace.Release;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class LabPanelTest {
  private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
  private final UiDispatcher dispatcher = UiDispatcher.ofJavaFx();
  private final ModelKeeper keeper = new ModelKeeper(List.of());
  private final Script script = new Script();

  /** Notes what a person wants. */
  private final class Orders implements ClusterControls, LabControls {
    @Override
    public void kill(NodeId node) {}

    @Override
    public void restart(NodeId node) {}

    @Override
    public Optional<LabControls> lab() {
      return Optional.of(this);
    }

    @Override
    public void pace(int dilation, boolean frozen) {
      done.add("pace " + dilation + (frozen ? " frozen" : ""));
    }

    @Override
    public void fire(NodeId node) {
      done.add("fire " + node);
    }

    @Override
    public void release(Lab.Held message, Release release) {
      done.add(release + " " + message.messageId());
    }

    @Override
    public void links(List<LinkRule> rules) {
      done.add("links " + rules.stream().map(rule -> rule.from() + "→" + rule.to()).toList());
    }

    @Override
    public void pause(NodeId node, boolean paused) {
      done.add((paused ? "pause " : "resume ") + node);
    }

    @Override
    public void disk(NodeId node, DiskCondition condition) {
      done.add("disk " + node + " " + condition);
    }

    @Override
    public void clock(NodeId node, double rate) {
      done.add("clock " + node + " " + rate);
    }
  }

  /** A script of two steps that does nothing. */
  private final class Script implements DemoPlayer {
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
    ClusterViewModel cluster =
        new ClusterViewModel(keeper, dispatcher, new Orders(), Truth.LIVE, () -> 0);
    DemoViewModel demo = new DemoViewModel(script, dispatcher);
    stage.setScene(new MonitorView(cluster, demo, Theme.LIGHT, 1280, 800).scene());
    stage.show();
  }

  @AfterEach
  void close() {
    dispatcher.close();
  }

  private void expectOrder(String order) throws InterruptedException {
    assertThat(done.poll(5, TimeUnit.SECONDS)).isEqualTo(order);
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
  void aClickCutsOneWayOfALinkOrMendsIt(FxRobot robot) throws InterruptedException {
    robot.clickOn("#faults");
    robot.clickOn("#link-n1-n3");
    expectOrder("links []");
    robot.clickOn("#link-n2-n4");
    expectOrder("links [n1→n3, n2→n4]");
    robot.clickOn("#heal");
    expectOrder("links []");
  }

  @Test
  void theMenuOfALinkLosesDoublesOrDelays(FxRobot robot) throws InterruptedException {
    robot.clickOn("#faults");
    choose(robot, "#link-n4-n5", 1);
    expectOrder("links [n1→n3, n4→n5]");
    choose(robot, "#link-n1-n3", 5);
    expectOrder("links []");
  }

  private static void choose(FxRobot robot, String link, int item) {
    Button cell = robot.lookup(link).queryAs(Button.class);
    robot.interact(() -> cell.getContextMenu().getItems().get(item).fire());
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
    assertThat(done.poll(5, TimeUnit.SECONDS)).contains("n1→n3", "n5→n1", "n4→n5");
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
