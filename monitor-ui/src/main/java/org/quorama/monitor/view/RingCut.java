package org.quorama.monitor.view;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.Flight;
import org.quorama.monitor.viewmodel.Action;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.control.ControlsViewModel;
import org.quorama.monitor.viewmodel.select.Selected;
import org.quorama.monitor.words.Words;

/** What a mouse does between the nodes: a line across cuts, a click chooses a message. */
final class RingCut {
  private static final double LEAST = 40;
  private static final double NEAR = 16;

  private final ClusterViewModel cluster;
  private final ControlsViewModel controls;
  private final Words words;
  private final Supplier<Map<NodeId, Point2D>> centers;
  private final Function<Point2D, List<FlightPainter.Seen>> seen;
  private @Nullable Point2D start;
  private @Nullable Point2D end;

  RingCut(
      ClusterViewModel cluster,
      Words words,
      Supplier<Map<NodeId, Point2D>> centers,
      Function<Point2D, List<FlightPainter.Seen>> seen) {
    this.cluster = cluster;
    this.controls = new ControlsViewModel(cluster, words);
    this.words = words;
    this.centers = centers;
    this.seen = seen;
  }

  void listen(Pane stage) {
    stage.setPickOnBounds(true);
    stage.addEventHandler(MouseEvent.MOUSE_PRESSED, press -> begin(stage, press));
    stage.addEventHandler(MouseEvent.MOUSE_DRAGGED, drag -> end = start == null ? null : at(drag));
    stage.addEventHandler(MouseEvent.MOUSE_RELEASED, release -> finish());
    stage.addEventHandler(MouseEvent.MOUSE_CLICKED, click -> choose(stage, click));
  }

  private static Point2D at(MouseEvent event) {
    return new Point2D(event.getX(), event.getY());
  }

  /** Only between the nodes: on a node a press means that node. */
  private void begin(Pane stage, MouseEvent press) {
    boolean between = press.getTarget() instanceof Node target && target.equals(stage);
    start = between ? at(press) : null;
    end = null;
  }

  private void finish() {
    List<NodeId> side = side();
    boolean parts = !side.isEmpty() && side.size() < centers.get().size();
    if (parts && whyNot().isEmpty()) {
      cluster.lab().partition(new TreeSet<>(side));
    }
    start = null;
    end = null;
  }

  private String whyNot() {
    return controls.whyNot(Action.PARTITION, null);
  }

  /** Who is on the left of the line, nobody if it is too short. */
  private List<NodeId> side() {
    Point2D from = start;
    Point2D to = end;
    if (from == null || to == null || from.distance(to) < LEAST) {
      return List.of();
    }
    Point2D line = to.subtract(from);
    return centers.get().entrySet().stream()
        .filter(
            node -> {
              Point2D away = node.getValue().subtract(from);
              return line.getX() * away.getY() - line.getY() * away.getX() < 0;
            })
        .map(Map.Entry::getKey)
        .toList();
  }

  private void choose(Pane stage, MouseEvent click) {
    boolean between = click.getTarget() instanceof Node target && target.equals(stage);
    if (!between || !click.isStillSincePress()) {
      return;
    }
    Point2D at = at(click);
    FlightPainter.Seen nearest = null;
    double best = NEAR;
    for (FlightPainter.Seen message : seen.apply(at)) {
      if (message.at().distance(at) < best) {
        best = message.at().distance(at);
        nearest = message;
      }
    }
    if (nearest != null) {
      Flight flight = nearest.flight();
      cluster
          .selection()
          .select(new Selected.OfMessage(flight.messageId(), flight.from(), flight.to()));
    }
  }

  /** Where the line ends that is being dragged, null if none is. */
  @Nullable Point2D end() {
    return end;
  }

  /** The line that is being dragged, and what it would do. */
  void draw(GraphicsContext g, Theme theme) {
    Point2D from = start;
    Point2D to = end;
    if (from == null || to == null) {
      return;
    }
    g.setStroke(theme.alarm());
    g.setLineWidth(3);
    g.setLineDashes(8, 6);
    g.strokeLine(from.getX(), from.getY(), to.getX(), to.getY());
    g.setLineDashes();
    List<NodeId> side = side();
    String reason = whyNot();
    String text =
        !reason.isEmpty()
            ? reason
            : side.isEmpty() ? "✂" : "✂ " + words.text("screens.ring.cut", side);
    g.setFill(theme.alarm());
    g.setFont(Font.font("System", FontWeight.BOLD, 13));
    g.setTextAlign(TextAlignment.CENTER);
    g.fillText(text, to.getX(), to.getY() - 10);
  }
}
