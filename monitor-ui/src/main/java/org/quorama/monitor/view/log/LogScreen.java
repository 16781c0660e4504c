package org.quorama.monitor.view.log;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ScrollBar;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.view.screen.Screen;
import org.quorama.monitor.view.screen.Signs;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.log.LogWindow;
import org.quorama.monitor.words.Words;

/** The logs of all nodes, with a bar to scroll by and a pin to the end. */
public final class LogScreen implements Screen {
  private final LogGrid grid;
  private final ScrollBar scroll = new ScrollBar();
  private final CheckBox pin = new CheckBox();
  private final HBox bar;
  private final Words words;
  private final BorderPane content;
  private boolean following;

  /**
   * Makes it.
   *
   * @param cluster whose logs
   * @param words what is said
   */
  public LogScreen(ClusterViewModel cluster, Words words) {
    grid = new LogGrid(cluster, words, true);
    this.words = words;
    pin.setId("log-pin");
    pin.selectedProperty().bindBidirectional(grid.window().pinnedProperty());
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    bar =
        new HBox(
            8,
            pin,
            gap,
            button("log-narrower", "−", words.text("screens.log.narrower"), -1),
            button("log-wider", "+", words.text("screens.log.wider"), 1));
    bar.setAlignment(Pos.CENTER_LEFT);
    scroll.setId("log-scroll");
    scroll.setAccessibleText(words.text("screens.log.scroll"));
    scroll.valueProperty().addListener((value, before, now) -> scrolled(now.doubleValue()));
    content = new BorderPane(grid);
    content.setPadding(new Insets(0, 12, 4, 12));
    asTile(false);
  }

  /** A tile is scrolled by the wheel or the keys. */
  @Override
  public @Nullable Region asTile(boolean tile) {
    Signs.say(pin, words.text("screens.log.pin"), tile ? "⇥" : null);
    content.setTop(tile ? null : bar);
    content.setBottom(tile ? null : scroll);
    return tile ? bar : null;
  }

  private Button button(String id, String sign, String spoken, int by) {
    Button button = new Button(sign);
    button.setId(id);
    button.getStyleClass().add("small");
    button.setAccessibleText(spoken);
    button.setOnAction(pressed -> grid.zoom(by));
    return button;
  }

  private void scrolled(double to) {
    if (!following) {
      grid.window().scrollTo(Math.round(to));
    }
  }

  @Override
  public String key() {
    return "log";
  }

  @Override
  public Region content() {
    return content;
  }

  @Override
  public void draw(Theme theme, long nowNanos) {
    grid.draw(theme);
    LogWindow window = grid.window();
    following = true;
    double first = (double) window.firstProperty().get();
    double seen = window.lastInSight() - first + 1;
    scroll.setMin(1);
    scroll.setMax(Math.max(1, (double) window.lastFirst()));
    scroll.setVisibleAmount(Math.max(0, Math.min(seen, scroll.getMax() - 1)));
    scroll.setUnitIncrement(1);
    scroll.setBlockIncrement(Math.max(1, seen));
    scroll.setValue(first);
    scroll.setDisable(scroll.getMax() <= 1);
    following = false;
  }
}
