package org.quorama.monitor.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.layout.Pane;
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
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/**
 * Every screen in every theme looks as it did when somebody looked at it. After a change that is
 * meant, write the pictures anew with {@code -Dquorama.golden=write}, and look at what changed.
 */
@ExtendWith(ApplicationExtension.class)
class GoldenPicturesTest {
  private static final double MEAN = 7;
  private static final double STRONG = 0.02;

  private final UiDispatcher dispatcher = UiDispatcher.ofJavaFx();
  private final ModelKeeper keeper = new ModelKeeper(List.of());

  @SuppressWarnings("NullAway.Init") // by open, before each test
  private Stage stage;

  @Start
  void open(Stage shown) {
    stage = shown;
    stage.setScene(new Scene(new Pane(), 1280, 800));
    stage.show();
    keeper.events(Runs.twoLeaders());
  }

  @AfterEach
  void close() {
    dispatcher.close();
    keeper.close();
  }

  private Map<String, BufferedImage> pictures(FxRobot robot) {
    Map<String, BufferedImage> pictures = new TreeMap<>();
    for (Theme theme : Theme.values()) {
      robot.interact(() -> draw(theme, pictures));
    }
    return pictures;
  }

  private void draw(Theme theme, Map<String, BufferedImage> pictures) {
    long now = keeper.current().latestNanos();
    ClusterViewModel cluster =
        new ClusterViewModel(
            keeper, dispatcher, ClusterControls.none("A test"), Truth.SIMULATED, () -> now);
    cluster.figures().awaitAll();
    MonitorView view = new MonitorView(cluster, theme, 1280, 800);
    stage.setScene(view.scene());
    for (String key : view.keys()) {
      view.show(key);
      Image unused = view.scene().snapshot(null);
      view.draw();
      pictures.put(key + "-" + theme.key(), Golden.small(view.scene().snapshot(null)));
    }
  }

  @Test
  void everyScreenLooksAsItDid(FxRobot robot) throws IOException {
    Map<String, BufferedImage> pictures = pictures(robot);
    List<String> changed = new ArrayList<>();
    for (Map.Entry<String, BufferedImage> picture : pictures.entrySet()) {
      String name = picture.getKey();
      if (Golden.isWriting()) {
        Golden.write(name, picture.getValue());
      } else if (!Golden.exists(name)) {
        changed.add(name + " is new");
      } else {
        Golden.Distance distance = Golden.distance(Golden.read(name), picture.getValue());
        if (distance.mean() > MEAN || distance.strong() > STRONG) {
          changed.add(name + " differs: " + distance);
        }
      }
    }
    assertThat(changed)
        .as("Look at the screens; if all is as meant, run with -D%s=write", Golden.PROPERTY)
        .isEmpty();
  }

  @Test
  void anotherScreenAndAnotherThemeAreTold() throws IOException {
    Golden.Distance screen = Golden.distance(Golden.read("ring-light"), Golden.read("log-light"));
    Golden.Distance theme = Golden.distance(Golden.read("log-dark"), Golden.read("log-light"));

    assertThat(screen.mean() > MEAN || screen.strong() > STRONG).as("%s", screen).isTrue();
    assertThat(theme.mean()).isGreaterThan(100);
  }
}
