package org.quorama.monitor.view.screen;

import javafx.beans.binding.Bindings;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/** What the signs of a screen mean; it is not there where the screen has no room for it. */
public final class Legend extends Label {
  private static final double LINES = 19;

  /**
   * Makes one of a screen that fills the window.
   *
   * @param text what the signs mean
   * @param screen on which it is
   */
  public Legend(String text, Region screen) {
    this(text, screen, LINES);
  }

  /**
   * Makes one.
   *
   * @param text what the signs mean
   * @param screen on which it is
   * @param lines how many lines of words the screen must be high to have it
   */
  public Legend(String text, Region screen, double lines) {
    super(text);
    setWrapText(true);
    setMinHeight(USE_PREF_SIZE);
    setStyle("-fx-text-fill: -color-fg-muted;");
    visibleProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> screen.getHeight() >= lines * getFont().getSize(),
                screen.heightProperty(),
                fontProperty()));
    managedProperty().bind(visibleProperty());
  }
}
