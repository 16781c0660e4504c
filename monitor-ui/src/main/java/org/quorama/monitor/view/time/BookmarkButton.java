package org.quorama.monitor.view.time;

import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import org.quorama.monitor.model.history.Moment;
import org.quorama.monitor.viewmodel.time.TimeLine;
import org.quorama.monitor.words.Words;

/**
 * Sets a bookmark where the window stands, or takes away the one that is there; shows which of the
 * two. Confined to the JavaFX thread.
 */
final class BookmarkButton extends Button {
  private final TimeLine time;
  private final Words words;

  BookmarkButton(TimeLine time, Words words, Runnable toggle) {
    this.time = time;
    this.words = words;
    setId("time-bookmark");
    setMinWidth(USE_PREF_SIZE);
    setOnAction(pressed -> toggle.run());
    time.positionProperty().addListener((at, before, now) -> update());
    time.moments().addListener((ListChangeListener<Moment>) change -> update());
    update();
  }

  private void update() {
    boolean marked = time.bookmarkHere().isPresent();
    String text = words.text(marked ? "time.unbookmark" : "time.bookmark");
    if (!text.equals(getAccessibleText())) {
      setGraphic((marked ? Icon.UNFLAG : Icon.FLAG).shape());
      setAccessibleText(text);
      setTooltip(new Tooltip(text));
    }
  }
}
