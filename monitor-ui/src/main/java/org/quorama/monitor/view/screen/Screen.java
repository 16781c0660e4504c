package org.quorama.monitor.view.screen;

import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.quorama.monitor.view.Theme;

/** One screen of the window: a tab, or a tile. Confined to the JavaFX thread. */
public interface Screen {
  /** Returns its name, unique in the window: {@code log}. */
  String key();

  /** Returns what is put into the window; the same object each time. */
  Region content();

  /**
   * Draws what has changed since it was drawn last. Called up to thirty times a second while the
   * screen is shown, never while it is hidden.
   *
   * @param theme how it looks
   * @param nowNanos the present, on the clock of the trace
   */
  void draw(Theme theme, long nowNanos);

  /**
   * Says whether it is a tile from now on: its controls are handed out then, short enough to stand
   * beside its name, and only what matters most is drawn.
   *
   * @param tile true for a tile, false for a screen of its own
   * @return its controls, null if it has none or keeps them
   */
  default @Nullable Region asTile(boolean tile) {
    return null;
  }
}
