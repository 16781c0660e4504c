package org.quorama.monitor.view.spacetime;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.quorama.monitor.model.spacetime.Mark.Sort;
import org.quorama.monitor.view.Theme;

/** Draws events on lanes: each sort has a shape of its own. */
final class MarkPainter {
  private static final double R = 5;

  private final GraphicsContext g;
  private final Theme theme;

  MarkPainter(GraphicsContext g, Theme theme) {
    this.g = g;
    this.theme = theme;
  }

  void draw(Sort sort, double x, double y) {
    switch (sort) {
      case ROLE -> diamond(theme.warm(), x, y);
      case LOG -> disc(theme.text(), x, y, 3);
      case COMMIT -> {
        disc(theme.accent(), x, y, R);
        g.setStroke(theme.ground());
        g.setLineWidth(1.5);
        g.strokeOval(x - 2.5, y - 2.5, 5, 5);
      }
      case CHUNK -> {
        g.setFill(theme.accent());
        g.fillRect(x - 3.5, y - 3.5, 7, 7);
      }
      case BOOT -> {
        disc(theme.ground(), x, y, R);
        g.setStroke(theme.text());
        g.setLineWidth(2);
        g.strokeOval(x - R, y - R, 2 * R, 2 * R);
      }
      case END -> letter("✕", theme.text(), x, y);
      case FAULT -> letter("!", theme.warm(), x, y);
      case GAP -> letter("~", theme.alarm(), x, y);
      case TROUBLE -> letter("▲", theme.alarm(), x, y);
    }
  }

  private void disc(Color color, double x, double y, double radius) {
    g.setFill(color);
    g.fillOval(x - radius, y - radius, 2 * radius, 2 * radius);
  }

  private void diamond(Color color, double x, double y) {
    double reach = R + 1.5;
    g.setFill(color);
    g.fillPolygon(
        new double[] {x - reach, x, x + reach, x}, new double[] {y, y - reach, y, y + reach}, 4);
  }

  private void letter(String sign, Color color, double x, double y) {
    disc(theme.ground(), x, y, 8);
    g.setStroke(color);
    g.setLineWidth(1.5);
    g.strokeOval(x - 8, y - 8, 16, 16);
    g.setFill(color);
    g.setTextAlign(TextAlignment.CENTER);
    g.setFont(Font.font("System", FontWeight.BOLD, 12));
    g.fillText(sign, x, y + 4.5);
  }

  /** A ring around what is chosen. */
  void choose(double x, double y) {
    g.setStroke(theme.warm());
    g.setLineWidth(3);
    g.strokeOval(x - 11, y - 11, 22, 22);
  }
}
