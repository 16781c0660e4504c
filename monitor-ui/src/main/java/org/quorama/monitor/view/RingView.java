package org.quorama.monitor.view;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import javafx.geometry.Point2D;
import javafx.geometry.Pos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import javafx.scene.transform.Scale;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.Flight;
import org.quorama.monitor.model.Lab;
import org.quorama.monitor.model.Repair;
import org.quorama.monitor.model.look.Partition;
import org.quorama.monitor.model.look.Streams;
import org.quorama.monitor.view.screen.Changes;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.NodeViewModel;
import org.quorama.monitor.words.Words;
import org.quorama.trace.FaultTrace.LinkRule;

/**
 * The nodes on a ring, and the messages between them as flights slowed to be seen. All of it grows
 * and shrinks with the room that there is. A line that is dragged across parts the nodes.
 */
final class RingView extends Pane {
  private static final double LEGEND = 96;
  private static final double ROOMY = 480;
  private static final double LEGEND_WORD = 12.5;

  /** So wide that long words of neighbours do not meet. */
  private static final double SPARE = 900;

  /** Below so many a second a line alone says enough. */
  private static final int FEW = 8;

  private static final double LARGEST_SIGN = 1.8;

  private final ClusterViewModel cluster;
  private final Words words = Words.here();
  private final Pane stage = new Pane();
  private final Scale scale = new Scale(1, 1);
  private final Canvas flights = new Canvas();
  private final Map<NodeId, NodeGlyph> glyphs = new LinkedHashMap<>();
  private final RingCut cut;
  private final Changes changes = new Changes();
  private List<FlightPainter.Seen> seen = List.of();

  /** Whether the next frame looks another way though nothing happens. */
  private boolean isMoving;

  private RingDetail.Fit fit = RingDetail.PLAIN;

  RingView(ClusterViewModel cluster) {
    this.cluster = cluster;
    setId("ring");
    setMinSize(200, 150);
    setPrefSize(RingDetail.ALL.wide(), RingDetail.ALL.high());
    Rectangle inside = new Rectangle();
    inside.widthProperty().bind(widthProperty());
    inside.heightProperty().bind(heightProperty());
    setClip(inside);
    stage.setManaged(false);
    stage.getTransforms().add(scale);
    flights.setMouseTransparent(true);
    flights.setManaged(false);
    getChildren().addAll(flights, stage); // messages are painted pixel by pixel, not enlarged
    cut = new RingCut(cluster, words, this::centers, at -> seen);
    cut.listen(stage);
  }

  @Override
  protected void layoutChildren() {
    fit = RingDetail.of(getWidth(), getHeight(), fit.theme());
    double factor = fit.factor();
    scale.setX(factor);
    scale.setY(factor);
    stage.resize(across(), down());
    stage.setStyle(String.format(Locale.ROOT, "-fx-font-size: %.1fpx;", fit.words()));
    flights.setWidth(getWidth());
    flights.setHeight(getHeight());
    double room = hasLegend() ? down() - LEGEND : down();
    int place = 0;
    for (NodeGlyph glyph : glyphs.values()) {
      double angle = 2 * Math.PI * place++ / glyphs.size() - Math.PI / 2;
      double wide = fit.detail().glyphWidth();
      double high = fit.detail().glyphHeight();
      double x = across() / 2 + Math.cos(angle) * (across() - wide) / 2;
      double y = room / 2 + Math.sin(angle) * (room - high) / 2;
      boolean above = Math.sin(angle) < 0.1;
      glyph.fit(fit, across() >= SPARE);
      glyph.words(above, side(Math.cos(angle)));
      glyph.resizeRelocate(x - wide / 2, y - high / 2, wide, high);
    }
  }

  /** How wide the stage is, before it is enlarged. */
  private double across() {
    return getWidth() / fit.factor();
  }

  private double down() {
    return getHeight() / fit.factor();
  }

  private boolean hasLegend() {
    return down() >= ROOMY + LEGEND && fit.wanted(LEGEND_WORD) <= LEGEND_WORD;
  }

  private static Pos side(double fromMiddle) {
    if (Math.abs(fromMiddle) < 0.1) {
      return Pos.CENTER;
    }
    return fromMiddle > 0 ? Pos.CENTER_RIGHT : Pos.CENTER_LEFT;
  }

  private Map<NodeId, Point2D> centers() {
    Map<NodeId, Point2D> centers = new TreeMap<>();
    glyphs.forEach((node, glyph) -> centers.put(node, glyph.center()));
    return centers;
  }

  /** Nodes that are no more in sight make room; those that are new get a place. */
  private void nodes() {
    Set<NodeId> known = cluster.modelProperty().get().nodes().keySet();
    for (NodeViewModel node : cluster.nodes()) {
      if (!glyphs.containsKey(node.id())) {
        NodeGlyph glyph = new NodeGlyph(node, cluster);
        glyphs.put(node.id(), glyph);
        stage.getChildren().add(glyph);
        requestLayout();
      }
    }
    if (glyphs.keySet().stream().anyMatch(node -> !known.contains(node))) {
      stage.getChildren().clear();
      glyphs.clear();
      nodes();
    }
  }

  void draw(Theme theme, long nowNanos) {
    nodes();
    if (theme.scale() != fit.theme()) {
      fit = RingDetail.of(getWidth(), getHeight(), theme.scale());
      requestLayout();
      layout();
    }
    ClusterModel model = cluster.modelProperty().get();
    boolean calm = Motion.isCalm(this);
    glyphs.values().forEach(glyph -> glyph.draw(theme, nowNanos));
    long moment = isMoving ? nowNanos : 0;
    if (!changes.in(
        model,
        theme,
        fit,
        moment,
        getWidth(),
        getHeight(),
        cluster.selectedProperty().get(),
        cut.end(),
        calm)) {
      return;
    }
    GraphicsContext g = flights.getGraphicsContext2D();
    g.clearRect(0, 0, flights.getWidth(), flights.getHeight());
    g.save();
    g.scale(scale.getX(), scale.getY());
    RingBands bands = new RingBands(g, theme, centers());
    List<Set<NodeId>> sides = Partition.sides(glyphs.keySet(), model.lab().rules());
    bands.sides(sides);
    bands.ways(model.lab().rules().stream().filter(rule -> isWithin(sides, rule)).toList());
    if (hasLegend()) {
      legend(g, theme);
    }
    FlightPainter painter = new FlightPainter(g, theme, nowNanos, calm);
    painter.magnify(Math.max(1, Math.min(LARGEST_SIGN, fit.wanted(1))));
    handOvers(painter);
    messages(painter, model, nowNanos);
    repairs(painter);
    held(painter);
    seen = painter.seen();
    isMoving = painter.isMoving();
    cut.draw(g, theme);
    g.restore();
  }

  /** What parts two sides is seen by their bands. */
  private static boolean isWithin(List<Set<NodeId>> sides, LinkRule rule) {
    return sides.stream().anyMatch(side -> side.contains(rule.from()) && side.contains(rule.to()));
  }

  private void messages(FlightPainter painter, ClusterModel model, long nowNanos) {
    Streams streams = Streams.of(model.flights(), nowNanos);
    streams.perSecond().forEach((way, rates) -> stream(painter, way, rates));
    for (Flight flight : model.flights()) {
      NodeGlyph from = glyphs.get(flight.from());
      NodeGlyph to = glyphs.get(flight.to());
      if (from != null && to != null && !streams.counted().contains(flight.messageId())) {
        painter.fly(flight, from.center(), to.center());
      }
    }
  }

  private void stream(FlightPainter painter, Streams.Way way, Map<String, Long> rates) {
    NodeGlyph from = glyphs.get(way.from());
    NodeGlyph to = glyphs.get(way.to());
    if (from != null && to != null) {
      painter.stream(fit.detail() == RingDetail.FEW ? "" : told(rates), from.center(), to.center());
    }
  }

  /** Heartbeats go without saying where there is more. */
  private String told(Map<String, Long> rates) {
    StringJoiner text = new StringJoiner(" · ");
    rates.forEach(
        (letter, rate) -> {
          if (rate >= FEW && (rates.size() == 1 || !letter.equals(Streams.HEARTBEAT))) {
            text.add(words.text("screens.ring.stream", letter, rate));
          }
        });
    return text.toString();
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
    Point2D middle = new Point2D(across() / 2, (down() - (hasLegend() ? LEGEND : 0)) / 2);
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
    g.fillText(words.text("screens.ring.legend"), 10, down() - LEGEND + 10);
  }
}
