package org.quorama.monitor.app;

import org.quorama.monitor.view.Theme;

/**
 * How a picture looks. Immutable.
 *
 * @param screen the key of the screen that is shown, such as {@code log}; {@value #WINDOW} for the
 *     first
 * @param width in pixels
 * @param height in pixels
 * @param theme its colours
 */
public record PictureStyle(String screen, int width, int height, Theme theme) {
  /** Stands for the window as it opens. */
  public static final String WINDOW = "window";

  /** Returns a picture of the window as it opens, in the size of a small projector. */
  public static PictureStyle ofWindow() {
    return new PictureStyle(WINDOW, 1280, 800, Theme.LIGHT);
  }
}
