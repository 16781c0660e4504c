package org.quorama.monitor.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.collections.FXCollections;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.ChoiceBox;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.RowConstraints;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.quorama.monitor.view.screen.Screen;
import org.quorama.monitor.words.Words;

/** Four screens at once, two by two; each tile says which, and takes another. */
final class Tiles extends GridPane {
  private static final List<String> USUAL = List.of("ring", "log", "spacetime", "chunks");
  private static final double HALF = 50;

  private final Map<String, Screen> screens = new HashMap<>();
  private final List<ChoiceBox<String>> choices = new ArrayList<>();
  private final List<BorderPane> frames = new ArrayList<>();
  private final Runnable changed;
  private boolean filling;

  Tiles(List<Screen> all, Words words, Runnable changed) {
    super(8, 8);
    this.changed = changed;
    all.forEach(screen -> screens.put(screen.key(), screen));
    setPadding(new Insets(0, 8, 8, 8));
    ColumnConstraints wide = new ColumnConstraints();
    wide.setPercentWidth(HALF);
    RowConstraints high = new RowConstraints();
    high.setPercentHeight(HALF);
    getColumnConstraints().addAll(wide, wide);
    getRowConstraints().addAll(high, high);
    List<String> keys = all.stream().map(Screen::key).toList();
    for (int place = 0; place < USUAL.size(); place++) {
      ChoiceBox<String> choice = choice(keys, words, place);
      BorderPane frame = new BorderPane();
      frame.setMinSize(0, 0);
      frame.setStyle("-fx-border-color: -color-border-default;");
      choices.add(choice);
      frames.add(frame);
      add(frame, place % 2, place / 2);
    }
  }

  private ChoiceBox<String> choice(List<String> keys, Words words, int place) {
    ChoiceBox<String> choice = new ChoiceBox<>(FXCollections.observableArrayList(keys));
    choice.setId("tile-" + (place + 1));
    choice.getStyleClass().add("tile-choice");
    choice.setMinWidth(USE_PREF_SIZE);
    choice.setConverter(new Named(words));
    String usual = USUAL.get(place);
    choice.setValue(keys.contains(usual) ? usual : keys.get(Math.min(place, keys.size() - 1)));
    choice.valueProperty().addListener((value, before, now) -> chosen(choice, before, now));
    return choice;
  }

  /** A screen is in one place only: the tile that had it takes what this one had. */
  private void chosen(ChoiceBox<String> choice, String before, String now) {
    if (filling) {
      return;
    }
    filling = true;
    choices.stream()
        .filter(other -> !other.equals(choice) && now.equals(other.getValue()))
        .forEach(other -> other.setValue(before));
    filling = false;
    changed.run();
  }

  /** Puts the chosen screens into their tiles, and returns them. */
  List<Screen> fill() {
    List<Screen> shown = new ArrayList<>();
    for (int place = 0; place < frames.size(); place++) {
      Screen screen = screens.get(choices.get(place).getValue());
      if (screen != null && !shown.contains(screen)) {
        frames.get(place).setCenter(screen.content());
        head(frames.get(place), choices.get(place), screen.asTile(true));
        shown.add(screen);
      }
    }
    return shown;
  }

  /** The choice, and beside it the controls of the screen. */
  private static void head(BorderPane frame, ChoiceBox<String> choice, @Nullable Region controls) {
    HBox head = new HBox(8, choice);
    head.setAlignment(Pos.CENTER_LEFT);
    head.setPadding(new Insets(2));
    if (controls != null) {
      HBox.setHgrow(controls, Priority.ALWAYS);
      head.getChildren().add(controls);
    }
    frame.setTop(head);
  }

  /** Takes the screens out, so that they can be elsewhere. */
  void clear() {
    for (BorderPane frame : frames) {
      frame.setCenter(null);
      frame.setTop(null);
    }
    screens.values().forEach(screen -> screen.asTile(false));
  }

  /** Has the words for the keys of screens. */
  private static final class Named extends StringConverter<String> {
    private final Words words;

    Named(Words words) {
      this.words = words;
    }

    @Override
    public String toString(@Nullable String key) {
      return key == null ? "" : words.text("screens.tab." + key);
    }

    @Override
    public String fromString(String word) {
      return word;
    }
  }
}
