package org.quorama.monitor.view.links;

import java.util.Optional;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import org.quorama.monitor.view.Theme;
import org.quorama.trace.FaultTrace.LinkRule;

/** A link as a shape: whole, cut, with gaps, twofold or with a clock. */
final class LinkShape extends Canvas {
  private static final double WIDTH = 84;
  private static final double HEIGHT = 20;
  private static final double EDGE = 4;
  private static final double HEAD = 9;

  LinkShape() {
    super(WIDTH, HEIGHT);
  }

  void draw(Optional<LinkRule> rule, Theme theme) {
    GraphicsContext g = getGraphicsContext2D();
    g.clearRect(0, 0, WIDTH, HEIGHT);
    Color color = rule.isPresent() ? theme.warm() : theme.accent();
    g.setStroke(color);
    g.setFill(color);
    g.setLineWidth(2);
    if (rule.isEmpty()) {
      arrow(g, HEIGHT / 2);
    } else if (rule.get().passesNothing()) {
      cut(g, theme);
    } else {
      ill(g, rule.get(), theme);
    }
  }

  private static void ill(GraphicsContext g, LinkRule rule, Theme theme) {
    g.setLineDashes(rule.loss() > 0 ? new double[] {9, 7} : new double[0]);
    if (rule.twins() > 0) {
      arrow(g, HEIGHT / 2 - 5);
      arrow(g, HEIGHT / 2 + 5);
    } else {
      arrow(g, HEIGHT / 2);
    }
    g.setLineDashes();
    if (rule.delayNanos() > 0 || rule.jitterNanos() > 0) {
      clock(g, theme);
    }
  }

  private static void arrow(GraphicsContext g, double y) {
    double end = WIDTH - EDGE;
    g.strokeLine(EDGE, y, end - HEAD, y);
    g.fillPolygon(new double[] {end, end - HEAD, end - HEAD}, new double[] {y, y - 5, y + 5}, 3);
  }

  private static void cut(GraphicsContext g, Theme theme) {
    double y = HEIGHT / 2;
    double middle = WIDTH / 2;
    g.strokeLine(EDGE, y, middle - 14, y);
    g.setStroke(theme.alarm());
    g.setLineWidth(3);
    g.strokeLine(middle - 7, y - 7, middle + 7, y + 7);
    g.strokeLine(middle - 7, y + 7, middle + 7, y - 7);
  }

  private static void clock(GraphicsContext g, Theme theme) {
    double x = WIDTH / 2;
    double y = HEIGHT / 2;
    g.setFill(theme.ground());
    g.fillOval(x - 9, y - 9, 18, 18);
    g.strokeOval(x - 9, y - 9, 18, 18);
    g.strokeLine(x, y, x, y - 6);
    g.strokeLine(x, y, x + 4, y + 2);
  }
}
