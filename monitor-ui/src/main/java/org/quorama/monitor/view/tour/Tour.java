package org.quorama.monitor.view.tour;

import java.util.List;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import javafx.scene.shape.Rectangle;
import javafx.scene.shape.Shape;
import org.quorama.monitor.words.Words;

/**
 * Darkens the window but for one real control, and says what it is for; five times. Arrows go on
 * and back, Escape skips the rest. Confined to the JavaFX thread.
 */
public final class Tour extends Pane {
  private static final double CARD = 360;
  private static final double GAP = 12;
  private static final double USUAL = 19.6;
  private static final Color SHADE = Color.color(0, 0, 0, 0.6);

  private final List<Step> steps;
  private final Words words;
  private final Runnable onEnd;
  private final VBox card = new VBox(10);
  private final Label count = new Label();
  private final Label title = new Label();
  private final Label text = new Label();
  private final Button next = new Button();
  private final Button back = new Button();
  private int at;

  /**
   * One step.
   *
   * @param name the end of the keys of its words: {@code frame.tour.NAME}
   * @param selector finds the control in the scene
   * @param before brings the control into sight
   */
  public record Step(String name, String selector, Runnable before) {}

  /**
   * Makes one; {@link #begin} shows it.
   *
   * @param steps what to show, in order
   * @param words the language
   * @param onEnd runs when all was seen or skipped
   */
  public Tour(List<Step> steps, Words words, Runnable onEnd) {
    this.steps = List.copyOf(steps);
    this.words = words;
    this.onEnd = onEnd;
    setId("tour");
    setVisible(false);
    next.setId("tour-next");
    next.setDefaultButton(true);
    next.setOnAction(pressed -> go(at + 1));
    back.setId("tour-back");
    back.setText(words.text("frame.tour.back"));
    back.setOnAction(pressed -> go(at - 1));
    Button skip = new Button(words.text("frame.tour.skip"));
    skip.setId("tour-skip");
    skip.setOnAction(pressed -> end());
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox buttons = new HBox(6, skip, gap, back, next);
    buttons.setAlignment(Pos.CENTER);
    title.getStyleClass().add("state-title");
    title.setId("tour-title");
    title.setWrapText(true);
    text.setWrapText(true);
    text.setMinHeight(Region.USE_PREF_SIZE);
    count.getStyleClass().add("state-words");
    card.getStyleClass().add("overlay-card");
    card.getChildren().addAll(count, title, text, buttons);
    addEventFilter(KeyEvent.KEY_PRESSED, this::key);
  }

  private void key(KeyEvent pressed) {
    KeyCode code = pressed.getCode();
    if (code == KeyCode.ESCAPE) {
      end();
    } else if (code == KeyCode.RIGHT) {
      go(at + 1);
    } else if (code == KeyCode.LEFT) {
      go(at - 1);
    } else {
      return;
    }
    pressed.consume();
  }

  /** Shows the first step. */
  public void begin() {
    setVisible(true);
    go(0);
  }

  private void go(int step) {
    if (step >= steps.size()) {
      end();
      return;
    }
    at = Math.max(0, step);
    Step now = steps.get(at);
    now.before().run();
    count.setText(words.text("frame.tour.count", at + 1, steps.size()));
    title.setText(words.text("frame.tour." + now.name()));
    text.setText(words.text("frame.tour." + now.name() + ".text"));
    next.setText(words.text(at == steps.size() - 1 ? "frame.tour.done" : "frame.tour.next"));
    back.setDisable(at == 0);
    card.setAccessibleText(title.getText() + ". " + text.getText());
    requestLayout();
    next.requestFocus();
  }

  private void end() {
    setVisible(false);
    getChildren().clear();
    onEnd.run();
  }

  @Override
  protected void layoutChildren() {
    if (!isVisible() || getScene() == null) {
      return;
    }
    Bounds hole = hole();
    Rectangle all = new Rectangle(getWidth(), getHeight());
    Rectangle seen =
        new Rectangle(hole.getMinX(), hole.getMinY(), hole.getWidth(), hole.getHeight());
    Shape shade = Shape.subtract(all, seen);
    shade.setFill(SHADE);
    seen.setFill(null);
    seen.setStroke(Color.web("#e69f00"));
    seen.setStrokeWidth(3);
    seen.setMouseTransparent(true);
    getChildren().setAll(shade, seen, card);
    place(hole);
  }

  private Bounds hole() {
    Node control = getScene().lookup(steps.get(at).selector());
    if (control == null || control.getScene() == null) {
      return new BoundingBox(0, 0, 0, 0);
    }
    Bounds bounds = sceneToLocal(control.localToScene(control.getLayoutBounds()));
    return new BoundingBox(
        bounds.getMinX() - 4, bounds.getMinY() - 4, bounds.getWidth() + 8, bounds.getHeight() + 8);
  }

  /** Puts the card below what is shown, or above, or beside, wherever there is room. */
  private void place(Bounds hole) {
    double letters = Math.max(1, title.getFont().getSize() / USUAL);
    double width = Math.min(getWidth() - 2 * GAP, CARD * letters);
    double height = card.prefHeight(width);
    double x = Math.max(GAP, Math.min(hole.getMinX(), getWidth() - width - GAP));
    double y = hole.getMaxY() + GAP;
    if (y + height > getHeight()) {
      y = hole.getMinY() - height - GAP;
    }
    if (y < GAP) {
      y = Math.max(GAP, (getHeight() - height) / 2);
      x = hole.getMaxX() + GAP + width < getWidth() ? hole.getMaxX() + GAP : GAP;
    }
    card.resizeRelocate(x, y, width, height);
  }
}
