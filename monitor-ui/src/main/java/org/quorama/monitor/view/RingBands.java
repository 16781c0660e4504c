package org.quorama.monitor.view;

import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.geometry.Point2D;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.shape.StrokeLineJoin;
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
    double[] xs = new double[nodes.size() + 1];
    double[] ys = new double[nodes.size() + 1];
    for (int i = 0; i < xs.length; i++) {
      xs[i] = nodes.get(i % nodes.size()).getX() + (i == nodes.size() ? 0.1 : 0);
      ys[i] = nodes.get(i % nodes.size()).getY();
    }
    g.save();
    g.setLineCap(StrokeLineCap.ROUND);
    g.setLineJoin(StrokeLineJoin.ROUND);
    g.setStroke(color.deriveColor(0, 1, 1, 0.13));
    g.setLineWidth(BAND);
    g.strokePolyline(xs, ys, xs.length);
    g.setStroke(color.deriveColor(0, 1, 1, 0.7));
    g.setLineWidth(2);
    g.setLineDashes(number % 2 == 0 ? new double[] {2, 8} : new double[] {12, 8});
    g.strokePolyline(xs, ys, xs.length);
    g.restore();
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
