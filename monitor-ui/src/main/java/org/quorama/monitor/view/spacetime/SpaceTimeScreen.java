package org.quorama.monitor.view.spacetime;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.view.screen.Legend;
import org.quorama.monitor.view.screen.Screen;
import org.quorama.monitor.view.screen.Signs;
import org.quorama.monitor.viewmodel.spacetime.SpaceTimeViewModel;
import org.quorama.monitor.words.Words;

/** Lanes of nodes, messages as arrows between them, terms and faults as bands. */
public final class SpaceTimeScreen implements Screen {
  private static final long REFRESH_NANOS = 150_000_000L;

  private final SpaceTimeViewModel model;
  private final Words words;
  private final Diagram diagram;
  private final Label hidden = new Label();
  private final ToggleButton order = new ToggleButton();
  private final CheckBox routine = new CheckBox();
  private final Button end;
  private final HBox bar;
  private final BorderPane content;
  private long refreshedNanos = System.nanoTime() - REFRESH_NANOS;

  /**
   * Makes it.
   *
   * @param model what it shows
   * @param words what is said
   */
  public SpaceTimeScreen(SpaceTimeViewModel model, Words words) {
    this.model = model;
    this.words = words;
    diagram = new Diagram(model, words);
    end = button("spacetime-end", "", "end", this::toEnd);
    bar = bar();
    content = new BorderPane(diagram);
    content.setBottom(new Legend(words.text("screens.spacetime.legend"), content, Legend.SIGNS));
    content.setPadding(new Insets(0, 12, 4, 12));
    asTile(false);
  }

  /** Beside the name of a tile there is room for signs, which say in a tip what they do. */
  @Override
  public @Nullable Region asTile(boolean tile) {
    Signs.say(order, words.text("screens.spacetime.order"), tile ? "1·2·3" : null);
    Signs.say(routine, words.text("screens.spacetime.routine"), tile ? "H·R" : null);
    Signs.say(end, words.text("screens.spacetime.end"), tile ? "⇥" : null);
    hidden.setVisible(!tile);
    hidden.setManaged(!tile);
    content.setTop(tile ? null : bar);
    return tile ? bar : null;
  }

  private HBox bar() {
    order.setId("spacetime-order");
    order.getStyleClass().add("small");
    order.setSelected(model.axis().isByOrder());
    order.setOnAction(
        pressed -> {
          model.axis().setByOrder(order.isSelected());
          diagram.moved();
        });
    routine.setId("spacetime-routine");
    routine.selectedProperty().bindBidirectional(model.routineProperty());
    hidden.setId("spacetime-hidden");
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox controls =
        new HBox(
            10,
            order,
            routine,
            hidden,
            gap,
            button("spacetime-out", "−", "zoomOut", () -> diagram.zoom(false)),
            button("spacetime-in", "+", "zoomIn", () -> diagram.zoom(true)),
            button("spacetime-fit", words.text("screens.spacetime.fit"), "fit", this::fit),
            end);
    order.setMinWidth(Region.USE_PREF_SIZE);
    routine.setMinWidth(Region.USE_PREF_SIZE);
    hidden.setMinWidth(0);
    controls.setAlignment(Pos.CENTER_LEFT);
    controls.setPadding(new Insets(0, 0, 4, 0));
    return controls;
  }

  private void fit() {
    model.axis().fit();
    diagram.moved();
  }

  private void toEnd() {
    model.axis().toEnd();
    diagram.moved();
  }

  private Button button(String id, String text, String key, Runnable action) {
    Button button = new Button(text);
    button.setId(id);
    button.getStyleClass().add("small");
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setAccessibleText(words.text("screens.spacetime." + key));
    button.setOnAction(pressed -> action.run());
    return button;
  }

  @Override
  public String key() {
    return "spacetime";
  }

  @Override
  public Region content() {
    return content;
  }

  @Override
  public void draw(Theme theme, long nowNanos) {
    long real = System.nanoTime();
    if (real - refreshedNanos >= REFRESH_NANOS || !model.isFollowing()) {
      refreshedNanos = real;
      model.refresh();
      int left = model.diagramProperty().get().hidden();
      hidden.setText(left == 0 ? "" : words.text("screens.spacetime.hidden", left));
    }
    diagram.draw(theme);
  }
}
