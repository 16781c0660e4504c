package org.quorama.monitor.view.spacetime;

import javafx.geometry.Point2D;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;
import org.quorama.monitor.model.spacetime.Arrow;
import org.quorama.monitor.model.spacetime.At;
import org.quorama.monitor.view.Theme;

/** Draws messages from lane to lane. */
final class ArrowPainter {
  private static final double HEAD = 8;
  private static final double STUB = 0.35;
  private static final double LOST = 0.6;
  private static final double LABELLED = 34;
  private static final double SLANT = 10;

  private final GraphicsContext g;
  private final Theme theme;
  private final Plan plan;

  ArrowPainter(GraphicsContext g, Theme theme, Plan plan) {
    this.g = g;
    this.theme = theme;
    this.plan = plan;
  }

  /** Both ends on the canvas; null if it is out of sight. */
  static Point2D @Nullable [] ends(Arrow arrow, Plan plan) {
    At end = arrow.end();
    double x = plan.x(arrow.start());
    double toX = end == null ? x + SLANT : plan.x(end);
    if (!plan.isSeen(Math.min(x, toX), Math.max(x, toX))) {
      return null;
    }
    double y = plan.y(arrow.flight().from());
    double toY = plan.y(arrow.flight().to());
    Point2D from = new Point2D(x, y);
    Point2D to = new Point2D(arrow.isLost() ? x + Math.max(SLANT, toX - x) : toX, toY);
    double part = arrow.isLost() ? LOST : end == null ? STUB : 1;
    return new Point2D[] {from, from.add(to.subtract(from).multiply(part))};
  }

  void draw(Arrow arrow, boolean chosen) {
    Point2D[] ends = ends(arrow, plan);
    if (ends == null) {
      return;
    }
    Point2D from = ends[0];
    Point2D to = ends[1];
    Color color = color(arrow);
    g.setStroke(color);
    g.setLineWidth(chosen ? 3.5 : arrow.isRoutine() ? 0.8 : 1.5);
    g.setLineDashes(arrow.flight().isReply() ? new double[] {5, 3} : new double[0]);
    g.strokeLine(from.getX(), from.getY(), to.getX(), to.getY());
    g.setLineDashes();
    if (arrow.isLost()) {
      sign("×", theme.alarm(), to);
    } else if (arrow.end() == null) {
      sign(arrow.held() == null ? "?" : "…", theme.text(), to);
    } else {
      head(from, to, color, arrow.flight().isReply());
    }
    if (from.distance(to) > LABELLED && !arrow.isRoutine()) {
      label(arrow, from.midpoint(to), color);
    }
    At held = arrow.held();
    if (held != null) {
      wait(arrow, held, from);
    }
  }

  private Color color(Arrow arrow) {
    return switch (arrow.flight().glyph()) {
      case "V", "T" -> theme.warm();
      case "H", "R" -> theme.muted();
      default -> theme.accent();
    };
  }

  private void head(Point2D from, Point2D to, Color color, boolean hollow) {
    Point2D step = to.subtract(from).normalize();
    if (step.magnitude() == 0) {
      return;
    }
    Point2D neck = to.subtract(step.multiply(HEAD));
    Point2D aside = new Point2D(-step.getY(), step.getX()).multiply(HEAD / 2);
    double[] xs = {to.getX(), neck.add(aside).getX(), neck.subtract(aside).getX()};
    double[] ys = {to.getY(), neck.add(aside).getY(), neck.subtract(aside).getY()};
    g.setFill(hollow ? theme.ground() : color);
    g.fillPolygon(xs, ys, 3);
    g.setLineWidth(1.5);
    g.strokePolygon(xs, ys, 3);
  }

  /** The letter of the message, and how a reply answers, in a gap of the line. */
  private void label(Arrow arrow, Point2D at, Color color) {
    String sign = arrow.flight().isReply() ? (arrow.flight().summary().positive() ? "+" : "−") : "";
    String dashed = arrow.flight().isPreVote() ? "?" : "";
    String text = arrow.flight().glyph() + dashed + sign;
    double half = 4.5 + 3.5 * text.length();
    g.setFill(theme.ground());
    g.fillOval(at.getX() - half, at.getY() - 8, 2 * half, 16);
    g.setFill(color);
    g.setTextAlign(TextAlignment.CENTER);
    g.setFont(Font.font("System", FontWeight.BOLD, 12));
    g.fillText(text, at.getX(), at.getY() + 4.5);
  }

  private void sign(String sign, Color color, Point2D at) {
    g.setFill(theme.ground());
    g.fillOval(at.getX() - 7, at.getY() - 7, 14, 14);
    g.setFill(color);
    g.setTextAlign(TextAlignment.CENTER);
    g.setFont(Font.font("System", FontWeight.BOLD, 15));
    g.fillText(sign, at.getX(), at.getY() + 5.5);
  }

  /** How long it waited to be released by hand: a dotted box along the lane. */
  private void wait(Arrow arrow, At held, Point2D from) {
    At end = arrow.end();
    double until = end == null ? from.getX() + 2 * SLANT : plan.x(end);
    g.setStroke(theme.text());
    g.setLineWidth(1);
    g.setLineDashes(2, 3);
    double x = Math.min(plan.x(held), until);
    g.strokeRect(x, from.getY() - 5, Math.max(6, Math.abs(until - x)), 10);
    g.setLineDashes();
  }
}
