package org.quorama.monitor.view;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import javafx.geometry.Point2D;
import javafx.geometry.Pos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Pane;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.Flight;
import org.quorama.monitor.model.Lab;
import org.quorama.monitor.model.Repair;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.NodeViewModel;
import org.quorama.monitor.words.Words;

/** The nodes on a ring, and the messages between them as flights slowed to be seen. */
final class RingView extends Pane {
  private static final double LEGEND = 76;

  private final ClusterViewModel cluster;
  private final Canvas flights = new Canvas();
  private final Map<NodeId, NodeGlyph> glyphs = new LinkedHashMap<>();

  RingView(ClusterViewModel cluster) {
    this.cluster = cluster;
    setMinSize(430, 420);
    getChildren().add(flights);
    flights.setMouseTransparent(true);
  }

  @Override
  protected void layoutChildren() {
    flights.setWidth(getWidth());
    flights.setHeight(getHeight());
    double room = getHeight() - LEGEND;
    int place = 0;
    for (NodeGlyph glyph : glyphs.values()) {
      double angle = 2 * Math.PI * place++ / glyphs.size() - Math.PI / 2;
      double x = getWidth() / 2 + Math.cos(angle) * (getWidth() - NodeGlyph.WIDTH) / 2;
      double y = room / 2 + Math.sin(angle) * (room - NodeGlyph.HEIGHT) / 2;
      boolean above = Math.sin(angle) < 0.1;
      glyph.words(above, side(Math.cos(angle)));
      glyph.resizeRelocate(
          x - NodeGlyph.WIDTH / 2, y - NodeGlyph.HEIGHT / 2, NodeGlyph.WIDTH, NodeGlyph.HEIGHT);
    }
  }

  private static Pos side(double fromMiddle) {
    if (Math.abs(fromMiddle) < 0.1) {
      return Pos.CENTER;
    }
    return fromMiddle > 0 ? Pos.CENTER_RIGHT : Pos.CENTER_LEFT;
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
    FlightPainter painter = new FlightPainter(g, theme, nowNanos, Motion.isCalm(this));
    handOvers(painter);
    for (Flight flight : cluster.modelProperty().get().flights()) {
      NodeGlyph from = glyphs.get(flight.from());
      NodeGlyph to = glyphs.get(flight.to());
      if (from != null && to != null) {
        painter.fly(flight, from.center(), to.center());
      }
    }
    repairs(painter);
    held(painter);
  }

  /** Messages that wait stand where they wait, one behind the other. */
  private void held(FlightPainter painter) {
    Map<String, Integer> queues = new HashMap<>();
    for (Lab.Held message : cluster.modelProperty().get().lab().held()) {
      NodeGlyph from = glyphs.get(message.from());
      NodeGlyph to = glyphs.get(message.to());
      if (from != null && to != null) {
        int place = queues.merge(message.from() + " " + message.to(), 1, Integer::sum) - 1;
        painter.held(message, place, from.center(), to.center());
      }
    }
  }

  private void repairs(FlightPainter painter) {
    for (Repair repair : cluster.modelProperty().get().repairs()) {
      NodeGlyph from = glyphs.get(repair.from());
      NodeGlyph to = glyphs.get(repair.to());
      if (from != null && to != null) {
        painter.repair(repair, from.center(), to.center());
      }
    }
  }

  private void handOvers(FlightPainter painter) {
    Point2D middle = new Point2D(getWidth() / 2, (getHeight() - LEGEND) / 2);
    for (NodeViewModel node : cluster.nodes()) {
      NodeId target = node.nodeProperty().get().handsTo();
      NodeGlyph from = glyphs.get(node.id());
      NodeGlyph to = target == null ? null : glyphs.get(target);
      if (from != null && to != null) {
        painter.handOver(from.center(), to.center(), middle);
      }
    }
  }

  private void legend(GraphicsContext g, Theme theme) {
    g.setFill(theme.muted());
    g.setFont(Font.font("System", 12));
    g.setTextAlign(TextAlignment.LEFT);
    g.fillText(Words.here().text("frame.ring.legend"), 10, getHeight() - LEGEND + 14);
  }
}
