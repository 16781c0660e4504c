package org.quorama.monitor.view.spacetime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import javafx.geometry.Point2D;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quorama.monitor.SampleTraces;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.viewmodel.select.Selected;
import org.quorama.monitor.viewmodel.select.Selection;
import org.quorama.monitor.viewmodel.spacetime.Past;
import org.quorama.monitor.viewmodel.spacetime.SpaceTimeViewModel;
import org.quorama.monitor.words.Words;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
class SpaceTimeScreenTest {
  private final Past past = Past.of(SampleTraces.firstFile());
  private final Selection selection = new Selection();
  private final SpaceTimeViewModel model = new SpaceTimeViewModel(past, selection);

  @SuppressWarnings("NullAway.Init") // by open, before each test
  private SpaceTimeScreen screen;

  @Start
  void open(Stage stage) {
    screen = new SpaceTimeScreen(model, Words.of(Locale.ENGLISH));
    Scene scene = new Scene(screen.content(), 1100, 500);
    Theme.LIGHT.dress(scene);
    stage.setScene(scene);
    stage.show();
    screen.draw(Theme.LIGHT, 0);
  }

  private void draw(FxRobot robot) {
    robot.interact(() -> screen.draw(Theme.LIGHT, 0));
  }

  @Test
  void keysGoFromEventToEvent(FxRobot robot) {
    draw(robot);
    robot.interact(() -> robot.lookup("#spacetime").query().requestFocus());
    robot.type(KeyCode.LEFT, KeyCode.LEFT);
    draw(robot);
    assertThat(selection.selectedProperty().get()).isInstanceOf(Selected.OfEvent.class);
    assertThat(past.isFollowing()).isFalse();
    assertThat(robot.lookup("#spacetime").query().getAccessibleText()).contains("n5");
  }

  @Test
  void aClickOnAMarkChoosesItAndADragPans(FxRobot robot) {
    draw(robot);
    Point2D corner = robot.lookup("#spacetime").query().localToScreen(0, 0);
    double x = model.axis().x(model.diagramProperty().get().marks().get(40).at());
    Plan plan = Plan.of(model.diagramProperty().get(), model.axis(), 1076, heightOf(robot));
    double y = plan.y(model.diagramProperty().get().marks().get(40).event().node());
    robot.clickOn(corner.getX() + Plan.LEFT + x, corner.getY() + y);
    assertThat(model.chosenMark()).contains(model.diagramProperty().get().marks().get(40));
    robot.drag(corner.getX() + 500, corner.getY() + 20).dropBy(200, 0);
    assertThat(model.axis().isPinned()).isFalse();
    robot.clickOn("#spacetime-end");
    assertThat(model.axis().isPinned()).isTrue();
  }

  private static double heightOf(FxRobot robot) {
    return robot.lookup("#spacetime").query().getLayoutBounds().getHeight();
  }

  @Test
  void routineMessagesAndTheAxisAreSwitched(FxRobot robot) throws Exception {
    draw(robot);
    assertThat(robot.lookup("#spacetime-hidden").queryAs(Label.class).getText()).startsWith("2 ");
    robot.clickOn("#spacetime-routine");
    robot.interact(model::refresh);
    assertThat(model.diagramProperty().get().hidden()).isZero();
    robot.clickOn("#spacetime-order");
    assertThat(model.axis().isByOrder()).isFalse();
    robot.clickOn("#spacetime-fit");
    double fitting = model.axis().milliPixels();
    robot.clickOn("#spacetime-in");
    assertThat(model.axis().milliPixels()).isGreaterThan(fitting);
    robot.clickOn("#spacetime-out").clickOn("#spacetime-out");
    assertThat(model.axis().milliPixels()).isLessThan(fitting);
    robot.clickOn("#spacetime-fit");
    assertThat(model.axis().milliPixels()).isEqualTo(fitting);
    draw(robot);
  }
}
