package org.quorama.monitor.view.figures;

import java.util.List;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import org.quorama.monitor.view.Theme;

/** How lines differ: by their dashes first, by colour second. Stateless. */
final class Strokes {
  private static final List<double[]> DASHES =
      List.of(
          new double[] {},
          new double[] {9, 5},
          new double[] {2, 4},
          new double[] {12, 4, 2, 4},
          new double[] {5, 3},
          new double[] {16, 6});

  private Strokes() {}

  /** Sets the stroke of the line of a number, from 0. */
  static void set(GraphicsContext graphics, Theme theme, int line) {
    double[] dashes = DASHES.get(line % DASHES.size()).clone();
    for (int i = 0; i < dashes.length; i++) {
      dashes[i] *= theme.scale();
    }
    graphics.setLineDashes(dashes);
    graphics.setLineWidth(2 * theme.scale());
    graphics.setStroke(color(theme, line));
  }

  static Color color(Theme theme, int line) {
    List<Color> colors = List.of(theme.accent(), theme.warm(), theme.text(), theme.muted());
    return colors.get(line % colors.size());
  }
}
