package org.quorama.monitor.view.members;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.SimulatedTraces;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.viewmodel.ClusterControls;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.ModelKeeper;
import org.quorama.monitor.viewmodel.Truth;
import org.quorama.monitor.words.Words;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
class MembersScreenTest {
  private final UiDispatcher dispatcher = UiDispatcher.ofJavaFx();

  @SuppressWarnings("NullAway.Init") // by open, before each test
  private ClusterViewModel cluster;

  @Start
  void open(Stage stage) {
    ModelKeeper keeper = new ModelKeeper(List.of());
    keeper.events(SimulatedTraces.twoLeaders());
    long now = keeper.current().latestNanos();
    cluster =
        new ClusterViewModel(
            keeper, dispatcher, ClusterControls.none("none"), Truth.SIMULATED, () -> now);
    MembersScreen screen = new MembersScreen(cluster, Words.of(Locale.ENGLISH));
    Scene scene = new Scene(screen.content(), 1200, 650);
    Theme.LIGHT.dress(scene);
    stage.setScene(scene);
    stage.show();
    screen.draw(Theme.LIGHT, now);
  }

  @AfterEach
  void close() {
    dispatcher.close();
  }

  @Test
  void eachNodeSaysWhomItTakesForTheLeader(FxRobot robot) {
    assertThat(robot.lookup("#belief-n1-n4").query().getAccessibleText())
        .isEqualTo("n1 believes of n4: leader ♛ t1, heard, ");
    assertThat(robot.lookup("#belief-n3-n2").query().getAccessibleText()).contains("leader ♛ t2");
    assertThat(robot.lookup("#belief-n4-n4").query().getAccessibleText()).contains("leader ♛");
  }

  @Test
  void aSimulationSaysThatItHasNoDiscovery(FxRobot robot) {
    assertThat(robot.lookup("#view-n1").queryAs(Label.class).getText())
        .startsWith("Discovery said nothing");
  }

  @Test
  void aClickChoosesTheBeliever(FxRobot robot) {
    robot.clickOn("#belief-n3-n2");
    assertThat(cluster.selectedProperty().get()).isEqualTo(NodeId.of("n3"));
  }
}
