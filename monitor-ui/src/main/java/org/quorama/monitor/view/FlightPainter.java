package org.quorama.monitor.view;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Point2D;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.quorama.monitor.model.Flight;
import org.quorama.monitor.model.Lab;
import org.quorama.monitor.model.Repair;
import org.quorama.trace.MessageTrace;

/** Draws messages under way, and the hand-over of the leadership. Lives for one frame. */
final class FlightPainter {
  private static final long FLIGHT_NANOS = 600_000_000L;
  private static final long REPAIR_NANOS = 1_500_000_000L;
  private static final int PHASES = 3;
  private static final double REPAIR_START = 0.3;
  private static final double STANDING = 0.45;
  private static final double RADIUS = 10;
  private static final double LANE = 9;
  private static final double EDGE = 60;
  private static final double QUEUE = 12;
  private static final int MOST_QUEUED = 3;
  private static final double HEAD = 12;
  private static final double WORDS = 42;
  private static final double LETTER = 8;
  private static final double LINE = 11;
  private static final double HALF_LETTER = 3.4;

  private final GraphicsContext g;
  private final Theme theme;
  private final long nowNanos;
  private final boolean calm;
  private final List<Seen> seen = new ArrayList<>();
  private boolean moving;
  private double magnified = 1;

  /**
   * A message that was drawn.
   *
   * @param flight which
   * @param at where
   */
  record Seen(Flight flight, Point2D at) {}

  /** Takes whether what flies is to stand in the middle of its way instead. */
  FlightPainter(GraphicsContext g, Theme theme, long nowNanos, boolean calm) {
    this.calm = calm;
    this.g = g;
    this.theme = theme;
    this.nowNanos = nowNanos;
  }

  /** Draws the signs of messages so much larger. */
  void magnify(double factor) {
    magnified = factor;
  }

  void fly(Flight flight, Point2D from, Point2D to) {
    long start = flight.sentNanos() + (flight.isReply() ? FLIGHT_NANOS : 0);
    double way = (nowNanos - start) / (double) FLIGHT_NANOS;
    boolean lost = flight.fate() == Flight.Fate.DROPPED;
    moving |= way <= 1;
    if (way >= 0 && way <= (lost ? 0.6 : 1)) {
      Point2D at = place(from, to, calm ? STANDING : way);
      mark(flight, at.getX(), at.getY());
      seen.add(new Seen(flight, at));
    }
  }

  /** Where the messages are that can be seen now. */
  List<Seen> seen() {
    return seen;
  }

  /** Tells whether the next frame looks another way: something is under way. */
  boolean isMoving() {
    return moving;
  }

  /** Messages that are counted together: a thin line, and how many near who sends. */
  void stream(String text, Point2D from, Point2D to) {
    Point2D start = place(from, to, 0);
    Point2D end = place(from, to, 1);
    g.setStroke(theme.muted());
    g.setLineWidth(0.6);
    g.strokeLine(start.getX(), start.getY(), end.getX(), end.getY());
    if (text.isEmpty()) {
      return;
    }
    Point2D side = aside(from, to);
    double half = HALF_LETTER * magnified * text.length();
    double away = Math.abs(side.getX()) * half + Math.abs(side.getY()) * LINE * magnified / 2 + 4;
    Point2D at = start.interpolate(end, 0.25).add(side.multiply(away));
    g.setFill(theme.muted());
    g.setTextAlign(TextAlignment.CENTER);
    g.setFont(Font.font("System", 12 * magnified));
    g.fillText(text, at.getX(), at.getY() + 4.5 * magnified);
  }

  /** A message that waits: a question near who asked, a reply near who hears it, in a box. */
  void held(Lab.Held message, int queued, Point2D from, Point2D to) {
    Flight flight =
        new Flight(
            message.messageId(),
            message.from(),
            message.to(),
            message.summary(),
            0,
            Flight.Fate.UNDER_WAY);
    double step = QUEUE / Math.max(1, from.distance(to) - 2 * EDGE) * Math.min(queued, MOST_QUEUED);
    double way = flight.isReply() ? 0.8 - step : 0.2 + step;
    Point2D at = place(from, to, way);
    double half = (RADIUS + 4) * magnified;
    g.setStroke(theme.text());
    g.setLineWidth(1.5);
    g.setFill(theme.ground());
    g.fillRect(at.getX() - half, at.getY() - half, 2 * half, 2 * half);
    g.strokeRect(at.getX() - half, at.getY() - half, 2 * half, 2 * half);
    mark(flight, at.getX(), at.getY());
  }

  /** From rim to rim, a little to the right, so that both directions have a lane of their own. */
  private static Point2D place(Point2D from, Point2D to, double way) {
    Point2D step = to.subtract(from).normalize();
    double distance = EDGE + (from.distance(to) - 2 * EDGE) * way;
    return from.add(step.multiply(distance)).add(aside(from, to).multiply(LANE));
  }

  /** To the right of who goes there. */
  private static Point2D aside(Point2D from, Point2D to) {
    Point2D step = to.subtract(from).normalize();
    return new Point2D(-step.getY(), step.getX());
  }

  private void mark(Flight flight, double x, double y) {
    g.save();
    g.translate(x, y);
    g.scale(magnified, magnified);
    sign(flight);
    g.restore();
  }

  /** Around the origin. */
  private void sign(Flight flight) {
    boolean thin = flight.summary().kind() == MessageTrace.Kind.HEARTBEAT;
    boolean lost = flight.fate() == Flight.Fate.DROPPED;
    Color color = color(flight);
    double radius = thin ? 7 : RADIUS;
    g.setStroke(color);
    g.setLineWidth(2);
    g.setFill(flight.isReply() ? theme.ground() : color);
    if (flight.isPreVote()) {
      dashed(radius);
    } else {
      shape(flight.glyph(), radius);
    }
    g.setFill(flight.isReply() ? theme.text() : theme.ground());
    g.setTextAlign(TextAlignment.CENTER);
    g.setFont(Font.font("System", FontWeight.BOLD, 12));
    String sign = flight.isReply() ? (flight.summary().positive() ? "+" : "−") : "";
    g.fillText(lost ? "×" : flight.glyph() + sign, 0, 4.5);
  }

  private Color color(Flight flight) {
    return switch (flight.glyph()) {
      case "V", "T" -> theme.warm();
      case "H" -> theme.muted();
      default -> theme.accent();
    };
  }

  /** A question that binds nobody: the disc is smaller, and a dashed ring around it. */
  private void dashed(double radius) {
    double inner = radius - 1;
    g.fillOval(-inner, -inner, 2 * inner, 2 * inner);
    g.setLineDashes(4, 3);
    double outer = radius + 3;
    g.strokeOval(-outer, -outer, 2 * outer, 2 * outer);
    g.setLineDashes();
  }

  private void shape(String glyph, double radius) {
    if (glyph.equals("S")) {
      g.fillRect(-radius, -radius, 2 * radius, 2 * radius);
      g.strokeRect(-radius, -radius, 2 * radius, 2 * radius);
    } else if (glyph.equals("T")) {
      double reach = radius + 4;
      double[] xs = {-reach, 0, reach, 0};
      double[] ys = {0, -reach, 0, reach};
      g.fillPolygon(xs, ys, xs.length);
      g.strokePolygon(xs, ys, xs.length);
    } else {
      g.fillOval(-radius, -radius, 2 * radius, 2 * radius);
      g.strokeOval(-radius, -radius, 2 * radius, 2 * radius);
    }
  }

  /** A replica on its way, again and again until the copy is done, on a dashed line. */
  void repair(Repair repair, Point2D from, Point2D to) {
    Point2D start = place(from, to, 0);
    Point2D end = place(from, to, 1);
    moving = true;
    g.setStroke(theme.warm());
    g.setLineWidth(2);
    g.setLineDashes(7, 5);
    g.strokeLine(start.getX(), start.getY(), end.getX(), end.getY());
    g.setLineDashes();
    // Copies that begin together would hide each other where their lines cross.
    long head = Math.floorMod(repair.chunk().hashCode(), PHASES) * (REPAIR_NANOS / PHASES);
    long since = Math.floorMod(nowNanos - repair.sinceNanos() + head, REPAIR_NANOS);
    double way = REPAIR_START + (1 - 2 * REPAIR_START) * since / REPAIR_NANOS;
    label(place(from, to, calm ? STANDING : way), repair.chunk());
  }

  /** An arrow between the two lanes of messages, with words on the side of the ring's middle. */
  void handOver(Point2D from, Point2D to, Point2D ringMiddle) {
    Point2D step = to.subtract(from).normalize();
    Point2D start = from.add(step.multiply(EDGE));
    Point2D end = to.subtract(step.multiply(EDGE));
    Point2D neck = end.subtract(step.multiply(HEAD));
    Point2D aside = aside(from, to);
    g.setStroke(theme.warm());
    g.setFill(theme.warm());
    g.setLineWidth(4);
    g.strokeLine(start.getX(), start.getY(), neck.getX(), neck.getY());
    Point2D left = neck.add(aside.multiply(HEAD / 2));
    Point2D right = neck.subtract(aside.multiply(HEAD / 2));
    g.fillPolygon(
        new double[] {left.getX(), end.getX(), right.getX()},
        new double[] {left.getY(), end.getY(), right.getY()},
        3);
    Point2D middle = start.midpoint(end);
    double away = Math.abs(aside.getX()) * WORDS + Math.abs(aside.getY()) * LINE + LANE + RADIUS;
    double side = aside.dotProduct(ringMiddle.subtract(middle)) < 0 ? -1 : 1;
    label(middle.add(aside.multiply(side * away)), "hands over");
  }

  private void label(Point2D at, String text) {
    double half = Math.min(WORDS, 6 + LETTER * text.length() / 2);
    double x = at.getX() - half;
    double y = at.getY() - LINE;
    g.setFill(theme.ground());
    g.fillRoundRect(x, y, 2 * half, 2 * LINE, 8, 8);
    g.setLineWidth(1.5);
    g.strokeRoundRect(x, y, 2 * half, 2 * LINE, 8, 8);
    g.setFill(theme.text());
    g.setTextAlign(TextAlignment.CENTER);
    g.setFont(Font.font("System", FontWeight.BOLD, 12));
    g.fillText(text, at.getX(), at.getY() + 4.5);
  }
}
