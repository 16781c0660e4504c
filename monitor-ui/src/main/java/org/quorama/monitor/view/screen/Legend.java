package org.quorama.monitor.view.screen;

import javafx.beans.binding.Bindings;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/** What the signs of a screen mean; it is not there where the screen has no room for it. */
public final class Legend extends Label {
  /** How many lines high a screen is that has room for the meaning of its signs. */
  public static final double SIGNS = 19;

  /** How many lines high a screen is that has room for a hint, too. */
  public static final double HINT = 26;

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
