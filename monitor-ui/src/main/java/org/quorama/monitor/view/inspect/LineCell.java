package org.quorama.monitor.view.inspect;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.quorama.monitor.viewmodel.inspect.Line;
import org.quorama.monitor.words.Words;

/** One field, or the heading of a section; a bar at the left and the old value if it changed. */
final class LineCell extends ListCell<Line> {
  /** The part of the width that names have. */
  private static final double NAMES = 0.46;

  /** Insets and the scroll bar. */
  private static final double BESIDE = 34;

  private static final String CHANGED =
      "-fx-border-color: transparent transparent transparent -color-warning-emphasis;"
          + " -fx-border-width: 0 0 0 4;";
  private static final String PLAIN = "-fx-border-color: transparent; -fx-border-width: 0 0 0 4;";

  private final Words words;

  LineCell(Words words) {
    this.words = words;
    setPrefWidth(0);
  }

  @Override
  protected void updateItem(@Nullable Line line, boolean empty) {
    super.updateItem(line, empty);
    setText(null);
    setGraphic(null);
    setAccessibleText(null);
    setStyle("-fx-padding: 1 6 1 6; -fx-cell-size: 1.5em;");
    if (line == null || empty) {
      return;
    }
    setGraphic(line.isHeading() ? heading(line) : field(line));
  }

  /** As high as its words need that are wrapped; {@code dense} lists have lines of one height. */
  @Override
  protected double computePrefHeight(double width) {
    double across = getListView().getWidth() - BESIDE;
    double words = getGraphic() == null ? 0 : getGraphic().prefHeight(across);
    return snappedTopInset() + words + snappedBottomInset();
  }

  private Label heading(Line line) {
    Label heading = new Label(words.text("screens.inspect." + line.section()));
    heading.setWrapText(true);
    heading.setMinHeight(Region.USE_PREF_SIZE);
    heading.setStyle("-fx-font-weight: bold; -fx-padding: 6 0 0 0;");
    return heading;
  }

  private HBox field(Line line) {
    String name = line.name();
    Label left = new Label(name);
    left.setWrapText(true);
    left.minWidthProperty().bind(getListView().widthProperty().multiply(NAMES));
    left.maxWidthProperty().bind(left.minWidthProperty());
    left.setMinHeight(Region.USE_PREF_SIZE);
    left.setStyle("-fx-text-fill: -color-fg-muted;");
    String before = line.before();
    boolean changed = before != null;
    Label right = new Label(changed ? before + " → " + line.value() : line.value());
    right.setWrapText(true);
    right.setMinHeight(Region.USE_PREF_SIZE);
    right.setStyle(changed ? "-fx-font-weight: bold;" : "");
    HBox.setHgrow(right, Priority.ALWAYS);
    HBox row = new HBox(6, left, right);
    row.setAlignment(Pos.TOP_LEFT);
    row.setStyle("-fx-padding: 0 0 0 4;" + (changed ? CHANGED : PLAIN));
    setAccessibleText(
        changed
            ? words.text("screens.inspect.changed", name, String.valueOf(before), line.value())
            : name + " " + line.value());
    return row;
  }
}
