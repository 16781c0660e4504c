package org.quorama.monitor.view;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.shape.ArcType;

/** Time that runs out, as an arc that shrinks: election deadlines and leases alike. */
final class TimeArc {
  private static final double WIDEST = 4;

  private TimeArc() {}

  /** Draws the part that is left, from the top, into a square; nothing if no time is left. */
  static void draw(GraphicsContext g, Theme theme, double corner, double size, double left) {
    if (left > 0) {
      g.setStroke(theme.muted());
      g.setLineWidth(Math.min(WIDEST, size / 4));
      g.strokeArc(corner, corner, size, size, 90, 360 * left, ArcType.OPEN);
    }
  }
}
