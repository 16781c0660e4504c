package org.quorama.monitor.view;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;

/** A digest as a small pattern: the same pattern is the same state. */
final class StateGlyph {
  private static final int CELLS = 5;
  private static final int HALF = 3;

  private StateGlyph() {}

  /** Draws the pattern, mirrored so that it is easy to remember, with its middle at a point. */
  static void draw(GraphicsContext g, Color color, long digest, double x, double y, double size) {
    double cell = size / CELLS;
    long bits = digest * 0x9E3779B97F4A7C15L;
    g.setFill(color);
    for (int row = 0; row < CELLS; row++) {
      for (int column = 0; column < HALF; column++) {
        boolean full = (bits >>> (63 - row * HALF - column) & 1) == 1;
        if (full) {
          square(g, x, y, cell, column, row);
          square(g, x, y, cell, CELLS - 1 - column, row);
        }
      }
    }
  }

  private static void square(
      GraphicsContext g, double x, double y, double cell, int column, int row) {
    double middle = CELLS / 2.0;
    g.fillRect(x + (column - middle) * cell, y + (row - middle) * cell, cell, cell);
  }
}
