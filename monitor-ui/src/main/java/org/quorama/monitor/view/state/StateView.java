package org.quorama.monitor.view.state;

import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.viewmodel.condition.Condition;
import org.quorama.monitor.words.Words;

/**
 * The screens, with a card in their place while there is nothing to see, and a strip above them
 * while they are not the whole truth. Confined to the JavaFX thread.
 */
public final class StateView extends VBox {
  private final Words words;
  private final Region screens;
  private final StackPane place = new StackPane();
  private final HBox strip = new HBox(12);
  private @Nullable Condition shown;
  private @Nullable Condition dismissed;

  /**
   * Makes one.
   *
   * @param screens what is shown while a cluster runs
   * @param words the language
   */
  public StateView(Region screens, Words words) {
    this.words = words;
    this.screens = screens;
    VBox.setVgrow(place, Priority.ALWAYS);
    place.setMinSize(0, 0);
    strip.setId("state-strip");
    strip.getStyleClass().add("state-strip");
    strip.setAlignment(Pos.CENTER_LEFT);
    place.getChildren().add(screens);
    getChildren().add(place);
  }

  /**
   * Shows the state of a cluster.
   *
   * @param model the cluster
   * @param isPast true if it is how a cluster was: nobody waits for its nodes
   */
  public void update(ClusterModel model, boolean isPast) {
    Condition now =
        Condition.of(model).filter(it -> !isPast || it.kind() == Condition.Kind.GAP).orElse(null);
    if (now == null ? shown != null : !now.equals(shown)) {
      shown = now;
      refresh();
    }
  }

  private void refresh() {
    Optional<Condition> now = Optional.ofNullable(shown).filter(it -> !it.equals(dismissed));
    boolean covers = now.filter(it -> it.kind().covers()).isPresent();
    screens.setVisible(!covers);
    place.getChildren().setAll(screens);
    getChildren().remove(strip);
    if (covers) {
      place.getChildren().add(card(now.get()));
    } else {
      now.ifPresent(this::showStrip);
    }
  }

  private VBox card(Condition condition) {
    VBox card = new VBox(12);
    card.setId("state");
    card.setAlignment(Pos.CENTER);
    card.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
    if (condition.kind() == Condition.Kind.LOADING) {
      ProgressIndicator waits = new ProgressIndicator();
      waits.setAccessibleText(words.say(condition.title()));
      card.getChildren().add(waits);
    }
    card.getChildren().addAll(title(condition), hint(condition));
    return card;
  }

  private Label title(Condition condition) {
    Label title = new Label(words.say(condition.title()));
    title.setId("state-title");
    title.getStyleClass().add("state-title");
    return title;
  }

  private Label hint(Condition condition) {
    Label hint = new Label(words.say(condition.hint()));
    hint.getStyleClass().add("state-words");
    hint.setWrapText(true);
    return hint;
  }

  private void showStrip(Condition condition) {
    Label title = new Label("▲ " + words.say(condition.title()));
    title.setId("state-title");
    title.getStyleClass().add("strong");
    title.setMinWidth(USE_PREF_SIZE);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    strip.getChildren().setAll(title, hint(condition), gap, dismiss(condition));
    getChildren().add(0, strip);
  }

  private Node dismiss(Condition condition) {
    Button dismiss = new Button(words.text("frame.card.close"));
    dismiss.setId("state-dismiss");
    dismiss.getStyleClass().add("small");
    dismiss.setMinWidth(USE_PREF_SIZE);
    dismiss.setOnAction(
        pressed -> {
          dismissed = condition;
          refresh();
        });
    return dismiss;
  }
}
