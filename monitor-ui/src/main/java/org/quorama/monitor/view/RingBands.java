package org.quorama.monitor.view;

import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.geometry.Point2D;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.quorama.cluster.NodeId;
import org.quorama.trace.FaultTrace.LinkRule;

/** Draws what parts the nodes of the ring: a band behind each side, a cross on each cut way. */
final class RingBands {
  private static final double BAND = 132;
  private static final double NEAR = 0.36;
  private static final double LANE = 9;
  private static final double WHOLE = 360;

  private final GraphicsContext g;
  private final Theme theme;
  private final Map<NodeId, Point2D> centers;

  RingBands(GraphicsContext g, Theme theme, Map<NodeId, Point2D> centers) {
    this.g = g;
    this.theme = theme;
    this.centers = centers;
  }

  /** One band a side, each with another colour and another dash along its middle. */
  void sides(List<Set<NodeId>> sides) {
    if (sides.size() < 2) {
      return;
    }
    int number = 0;
    for (Set<NodeId> side : sides) {
      Color color = number % 2 == 0 ? theme.accent() : theme.warm();
      band(side.stream().map(centers::get).filter(at -> at != null).toList(), color, number++);
    }
  }

  private void band(List<Point2D> nodes, Color color, int number) {
    if (nodes.isEmpty()) {
      return;
    }
    g.save();
    g.beginPath();
    for (int i = 0; i < nodes.size(); i++) {
      corner(nodes, i);
    }
    g.closePath();
    g.setFill(color.deriveColor(0, 1, 1, 0.13));
    g.fill();
    g.setStroke(color.deriveColor(0, 1, 1, 0.7));
    g.setLineWidth(2);
    g.setLineDashes(number % 2 == 0 ? new double[] {2, 8} : new double[] {12, 8});
    double[] xs = nodes.stream().mapToDouble(Point2D::getX).toArray();
    double[] ys = nodes.stream().mapToDouble(Point2D::getY).toArray();
    g.strokePolygon(xs, ys, xs.length);
    g.restore();
  }

  /** Goes around a node, outside, from the way that leads to it to the one that leaves it. */
  private void corner(List<Point2D> nodes, int place) {
    int count = nodes.size();
    Point2D at = nodes.get(place);
    double from = outside(nodes.get((place + count - 1) % count), at);
    double to = outside(at, nodes.get((place + 1) % count));
    double turn = count == 1 ? WHOLE : ((from - to) % WHOLE + WHOLE) % WHOLE;
    g.arc(at.getX(), at.getY(), BAND / 2, BAND / 2, from, -turn);
  }

  /** The angle to the left of who goes there, where the ring's nodes are to the right. */
  private static double outside(Point2D from, Point2D to) {
    Point2D way = to.subtract(from);
    return Math.toDegrees(Math.atan2(way.getX(), way.getY()));
  }

  /**
   * A cross on each way that is cut, a wave sign on each that is ill otherwise, near the sender.
   */
  void ways(List<LinkRule> rules) {
    for (LinkRule rule : rules) {
      Point2D from = centers.get(rule.from());
      Point2D to = centers.get(rule.to());
      if (from != null && to != null) {
        way(from, to, rule.passesNothing());
      }
    }
  }

  private void way(Point2D from, Point2D to, boolean cut) {
    Point2D step = to.subtract(from).normalize();
    Point2D aside = new Point2D(-step.getY(), step.getX()).multiply(LANE);
    Point2D at = from.interpolate(to, NEAR).add(aside);
    g.setStroke((cut ? theme.alarm() : theme.warm()).deriveColor(0, 1, 1, 0.55));
    g.setLineWidth(1.5);
    g.setLineDashes(3, 5);
    Point2D start = from.add(step.multiply(62)).add(aside);
    g.strokeLine(start.getX(), start.getY(), at.getX(), at.getY());
    g.setLineDashes();
    g.setFill(cut ? theme.alarm() : theme.warm());
    g.setTextAlign(TextAlignment.CENTER);
    g.setFont(Font.font("System", FontWeight.BOLD, 15));
    g.fillText(cut ? "✕" : "~", at.getX(), at.getY() + 5);
  }
}
