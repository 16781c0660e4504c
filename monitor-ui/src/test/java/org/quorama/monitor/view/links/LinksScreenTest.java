package org.quorama.monitor.view.links;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quorama.monitor.LabTrace;
import org.quorama.monitor.Menus;
import org.quorama.monitor.RecordedOrders;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.ModelKeeper;
import org.quorama.monitor.viewmodel.Truth;
import org.quorama.monitor.words.Words;
import org.quorama.trace.FaultTrace;
import org.quorama.trace.FaultTrace.LinkRule;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class LinksScreenTest {
  private final Orders orders = new Orders();
  private final UiDispatcher dispatcher = UiDispatcher.ofJavaFx();
  private final ModelKeeper keeper = new ModelKeeper(List.of());

  @SuppressWarnings("NullAway.Init") // by open, before each test
  private LinksScreen screen;

  /** Orders that say of each rule what it does. */
  private static final class Orders extends RecordedOrders {
    @Override
    public void links(List<LinkRule> rules) {
      done().add(rules.stream().map(Orders::text).toList().toString());
    }

    private static String text(LinkRule rule) {
      String how =
          rule.passesNothing() ? "✕" : rule.twins() > 0 ? "2" : rule.loss() > 0 ? "?" : "…";
      return rule.from() + "→" + rule.to() + how;
    }
  }

  @Start
  void open(Stage stage) {
    keeper.events(LabTrace.frozen());
    ClusterViewModel cluster =
        new ClusterViewModel(keeper, dispatcher, orders, Truth.LIVE, () -> 0);
    screen = new LinksScreen(cluster, Words.of(Locale.ENGLISH));
    Scene scene = new Scene(screen.content(), 1100, 650);
    Theme.LIGHT.dress(scene);
    stage.setScene(scene);
    stage.show();
    screen.draw(Theme.LIGHT, 0);
  }

  @AfterEach
  void close() {
    dispatcher.close();
  }

  private void expect(String rules) throws InterruptedException {
    assertThat(orders.done().poll(5, TimeUnit.SECONDS)).isEqualTo(rules);
  }

  @Test
  void aClickCutsOrMendsOneWay(FxRobot robot) throws InterruptedException {
    robot.clickOn("#way-n2-n4");
    expect("[n1→n3✕, n2→n4✕]");
    robot.clickOn("#way-n1-n3");
    expect("[]");
  }

  @Test
  void theMenuHasMessagesLostDoubledOrLate(FxRobot robot) throws InterruptedException {
    Map<String, String> signs =
        Map.of("cut-way", "✕", "lose-way", "?", "twins-way", "2", "late-way", "…", "bad-way", "2");
    for (Map.Entry<String, String> each : signs.entrySet()) {
      choose(robot, each.getKey(), "-n4-n5");
      expect("[n1→n3✕, n4→n5" + each.getValue() + "]");
    }
    choose(robot, "whole-way", "-n1-n3");
    expect("[]");
  }

  private static void choose(FxRobot robot, String how, String way) {
    Menus.choose(robot, "#way" + way, how + way);
  }

  @Test
  void eachCellSaysItsRule(FxRobot robot) throws TimeoutException {
    keeper.events(
        List.of(
            LabTrace.event(
                LabTrace.N2,
                90,
                new FaultTrace.LinksChanged(
                    List.of(new LinkRule(LabTrace.N2, LabTrace.N1, 0.5, 0, 100_000_000, 0))))));
    Button late = robot.lookup("#way-n2-n1").queryAs(Button.class);
    WaitForAsyncUtils.waitFor(
        5,
        TimeUnit.SECONDS,
        () -> {
          robot.interact(() -> screen.draw(Theme.LIGHT, 0));
          return late.getAccessibleText().contains("late");
        });
    assertThat(robot.lookup("#way-n1-n3").queryAs(Button.class).getText()).isEqualTo("cut");
    assertThat(robot.lookup("#way-n3-n1").queryAs(Button.class).getText()).isEqualTo("whole");
    assertThat(late.getAccessibleText())
        .isEqualTo("Link from n2 to n1: loses 50%, 100–100 ms late");
  }

  @Test
  void nodesThatAreMovedToTheOtherSideAreCutOff(FxRobot robot) throws InterruptedException {
    assertThat(robot.lookup("#partition").queryAs(Button.class).isDisabled()).isTrue();
    robot.clickOn("#chip-n4");
    robot.clickOn("#partition");
    assertThat(orders.done().poll(5, TimeUnit.SECONDS)).contains("n4→n1✕", "n1→n4✕", "n5→n4✕");
    robot.clickOn("#heal-all");
    expect("[]");
    assertThat(robot.lookup("#links-sides").queryAs(Label.class).getText())
        .startsWith("One way of a link is not whole");
  }
}
