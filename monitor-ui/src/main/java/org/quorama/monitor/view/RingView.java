package org.quorama.monitor.view;

import java.util.LinkedHashMap;
import java.util.Map;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Pane;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.Flight;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.NodeViewModel;
import org.quorama.trace.MessageTrace;

/** The nodes on a ring, and the messages between them as flights slowed to be seen. */
final class RingView extends Pane {
  private static final long FLIGHT_NANOS = 600_000_000L;
  private static final double RADIUS = 10;

  private final ClusterViewModel cluster;
  private final Canvas flights = new Canvas();
  private final Map<NodeId, NodeGlyph> glyphs = new LinkedHashMap<>();

  RingView(ClusterViewModel cluster) {
    this.cluster = cluster;
    setMinSize(460, 420);
    getChildren().add(flights);
    flights.setMouseTransparent(true);
  }

  @Override
  protected void layoutChildren() {
    flights.setWidth(getWidth());
    flights.setHeight(getHeight());
    int place = 0;
    for (NodeGlyph glyph : glyphs.values()) {
      double angle = 2 * Math.PI * place++ / glyphs.size() - Math.PI / 2;
      double x = getWidth() / 2 + Math.cos(angle) * (getWidth() - NodeGlyph.WIDTH) / 2;
      double y = getHeight() / 2 + Math.sin(angle) * (getHeight() - NodeGlyph.HEIGHT - 40) / 2;
      glyph.resizeRelocate(
          x - NodeGlyph.WIDTH / 2, y - NodeGlyph.HEIGHT / 2, NodeGlyph.WIDTH, NodeGlyph.HEIGHT);
    }
  }

  void draw(Theme theme, long nowNanos) {
    for (NodeViewModel node : cluster.nodes()) {
      if (!glyphs.containsKey(node.id())) {
        NodeGlyph glyph = new NodeGlyph(node, cluster);
        glyphs.put(node.id(), glyph);
        getChildren().add(glyph);
      }
    }
    glyphs.values().forEach(glyph -> glyph.draw(theme, nowNanos));
    GraphicsContext g = flights.getGraphicsContext2D();
    g.clearRect(0, 0, flights.getWidth(), flights.getHeight());
    legend(g, theme);
    for (Flight flight : cluster.modelProperty().get().flights()) {
      fly(g, theme, flight, nowNanos);
    }
  }

  private void legend(GraphicsContext g, Theme theme) {
    g.setFill(theme.muted());
    g.setFont(Font.font("System", 12));
    g.setTextAlign(TextAlignment.LEFT);
    g.fillText(
        "V vote  A append  H heartbeat  filled: request  hollow: reply  ×: lost  (slowed)",
        10,
        getHeight() - 8);
  }

  private void fly(GraphicsContext g, Theme theme, Flight flight, long nowNanos) {
    NodeGlyph from = glyphs.get(flight.from());
    NodeGlyph to = glyphs.get(flight.to());
    long start = flight.sentNanos() + (flight.isReply() ? FLIGHT_NANOS : 0);
    double way = (nowNanos - start) / (double) FLIGHT_NANOS;
    boolean lost = flight.fate() == Flight.Fate.DROPPED;
    if (from == null || to == null || way < 0 || way > (lost ? 0.6 : 1)) {
      return;
    }
    double eased = 0.14 + 0.72 * way;
    double x = from.getLayoutX() + (to.getLayoutX() - from.getLayoutX()) * eased;
    double y = from.getLayoutY() + (to.getLayoutY() - from.getLayoutY()) * eased;
    mark(g, theme, flight, x + NodeGlyph.WIDTH / 2, y + NodeGlyph.CENTER_Y);
  }

  private static void mark(GraphicsContext g, Theme theme, Flight flight, double x, double y) {
    boolean thin = flight.summary().kind() == MessageTrace.Kind.HEARTBEAT;
    boolean vote = flight.glyph().equals("V");
    Color color = vote ? theme.warm() : thin ? theme.muted() : theme.accent();
    double radius = thin ? 7 : RADIUS;
    boolean lost = flight.fate() == Flight.Fate.DROPPED;
    g.setStroke(color);
    g.setLineWidth(2);
    g.setFill(flight.isReply() ? theme.ground() : color);
    g.fillOval(x - radius, y - radius, 2 * radius, 2 * radius);
    g.strokeOval(x - radius, y - radius, 2 * radius, 2 * radius);
    g.setFill(flight.isReply() ? theme.text() : theme.ground());
    g.setTextAlign(TextAlignment.CENTER);
    g.setFont(Font.font("System", FontWeight.BOLD, 12));
    String sign = flight.isReply() ? (flight.summary().positive() ? "+" : "−") : "";
    g.fillText(lost ? "×" : flight.glyph() + sign, x, y + 4.5);
  }
}
