package org.quorama.monitor.view.keys;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.quorama.monitor.words.Words;

/** All keys in columns, and what the shapes mean. Confined to the JavaFX thread. */
public final class HelpCard extends VBox {
  private static final List<String> SHAPES =
      List.of("leader", "candidate", "pre", "learner", "dead", "removed", "arc", "star", "square");
  private static final double GAP = 28;

  private final Words words;

  /**
   * Makes one.
   *
   * @param keys which to show
   * @param words the language
   * @param tour shows the tour again
   * @param close closes the card
   */
  public HelpCard(Keys keys, Words words, Runnable tour, Runnable close) {
    super(14);
    this.words = words;
    setId("help");
    Label title = new Label(words.text("frame.help.title"));
    title.getStyleClass().add("state-title");
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox top =
        new HBox(
            8,
            title,
            gap,
            button("tour-again", words.text("frame.help.tour"), tour),
            button("help-close", words.text("frame.card.close"), close));
    top.setAlignment(Pos.CENTER_LEFT);
    FlowPane columns = new FlowPane(GAP, GAP);
    groups(keys).forEach((group, its) -> columns.getChildren().add(column(group, its)));
    columns.getChildren().add(shapes());
    columns.setPrefWrapLength(1080);
    ScrollPane scroll = new ScrollPane(columns);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    getChildren().addAll(top, scroll);
  }

  private static Button button(String id, String text, Runnable action) {
    Button button = new Button(text);
    button.setId(id);
    button.setMinWidth(USE_PREF_SIZE);
    button.setOnAction(pressed -> action.run());
    return button;
  }

  private static Map<String, List<Keys.Key>> groups(Keys keys) {
    Map<String, List<Keys.Key>> groups = new LinkedHashMap<>();
    keys.all()
        .forEach(key -> groups.computeIfAbsent(key.group(), name -> new ArrayList<>()).add(key));
    return groups;
  }

  private GridPane column(String group, List<Keys.Key> keys) {
    GridPane column = titled("frame.keys.group." + group);
    int row = 1;
    for (Keys.Key key : keys) {
      if (words.has(key.text())) {
        add(column, row++, capOf(key.cap()), words.text(key.text()));
      }
    }
    return column;
  }

  private String capOf(String cap) {
    return cap.equals(" ") ? words.text("frame.keys.space") : cap;
  }

  private static void add(GridPane column, int row, String cap, String meaning) {
    Label key = new Label(cap);
    key.getStyleClass().add("key-cap");
    key.setMinWidth(USE_PREF_SIZE);
    GridPane.setHalignment(key, HPos.RIGHT);
    Label text = new Label(meaning);
    text.setMinWidth(USE_PREF_SIZE);
    column.addRow(row, key, text);
  }

  private GridPane titled(String key) {
    GridPane column = new GridPane(10, 6);
    Label title = new Label(words.text(key));
    title.getStyleClass().add("strong");
    column.add(title, 0, 0, 2, 1);
    return column;
  }

  private GridPane shapes() {
    GridPane column = titled("frame.shapes.title");
    int row = 1;
    for (String shape : SHAPES) {
      Label name = new Label(words.text("frame.shape." + shape));
      name.getStyleClass().add("strong");
      Label meaning = new Label(words.text("frame.shape." + shape + ".means"));
      column.addRow(row++, name, meaning);
    }
    return column;
  }
}
