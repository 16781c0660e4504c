package org.quorama.monitor.view.spacetime;

import java.util.Optional;
import javafx.geometry.Point2D;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Pane;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.MessageWords;
import org.quorama.monitor.model.look.EventFields;
import org.quorama.monitor.model.spacetime.Arrow;
import org.quorama.monitor.model.spacetime.At;
import org.quorama.monitor.model.spacetime.Band;
import org.quorama.monitor.model.spacetime.Mark;
import org.quorama.monitor.model.spacetime.SpaceTime;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.view.screen.Changes;
import org.quorama.monitor.viewmodel.spacetime.SpaceTimeViewModel;
import org.quorama.monitor.words.Words;

/** The canvas of the diagram, and what a mouse and keys do on it. */
final class Diagram extends Pane {
  private static final double PAN = 80;
  private static final double ZOOM = 1.3;
  private static final double NEAR = 9;

  private final SpaceTimeViewModel model;
  private final Words words;
  private final Canvas canvas = new Canvas();
  private final Changes changes = new Changes();
  private final Tooltip tip = new Tooltip();
  private int moved;
  private double scale = 1;
  private double dragX;
  private boolean dragged;

  Diagram(SpaceTimeViewModel model, Words words) {
    this.model = model;
    this.words = words;
    setId("spacetime");
    setFocusTraversable(true);
    setMinSize(200, 120);
    canvas.setManaged(false);
    getChildren().add(canvas);
    addEventHandler(MouseEvent.MOUSE_PRESSED, this::press);
    addEventHandler(MouseEvent.MOUSE_DRAGGED, this::drag);
    addEventHandler(MouseEvent.MOUSE_CLICKED, this::click);
    addEventHandler(MouseEvent.MOUSE_MOVED, this::hover);
    addEventHandler(ScrollEvent.SCROLL, this::wheel);
    addEventHandler(KeyEvent.KEY_PRESSED, this::key);
  }

  @Override
  protected void layoutChildren() {
    canvas.setWidth(getWidth());
    canvas.setHeight(getHeight());
  }

  private Plan plan() {
    return Plan.of(
        model.diagramProperty().get(),
        model.axis(),
        canvas.getWidth() / scale,
        canvas.getHeight() / scale);
  }

  /** Draws again at the next frame. */
  void moved() {
    moved++;
  }

  void draw(Theme theme) {
    scale = theme.scale();
    SpaceTime diagram = model.diagramProperty().get();
    model.axis().update(diagram, canvas.getWidth() / scale - Plan.LEFT);
    model.revealMoment();
    if (!changes.in(
        diagram,
        theme,
        canvas.getWidth(),
        canvas.getHeight(),
        moved,
        model.chosen(),
        model.position())) {
      return;
    }
    GraphicsContext g = canvas.getGraphicsContext2D();
    g.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
    g.save();
    g.scale(scale, scale);
    paint(g, theme, diagram, plan());
    g.restore();
    setAccessibleText(
        words.text(
            "screens.spacetime.spoken",
            diagram.lanes().size(),
            diagram.marks().size(),
            diagram.arrows().size(),
            model.chosenMark().map(mark -> spoken(mark)).orElse("")));
  }

  private void paint(GraphicsContext g, Theme theme, SpaceTime diagram, Plan plan) {
    g.save();
    g.beginPath();
    g.rect(Plan.LEFT, 0, plan.width() - Plan.LEFT, plan.height());
    g.clip();
    new Ruler(g, theme, plan).draw(diagram);
    BandPainter bands = new BandPainter(g, theme, plan, words);
    diagram.bands().stream().filter(band -> band.node() == null).forEach(bands::draw);
    lines(g, theme, plan);
    diagram.bands().stream().filter(band -> band.node() != null).forEach(bands::draw);
    ArrowPainter arrows = new ArrowPainter(g, theme, plan);
    String chosen = model.chosenMessage();
    diagram.arrows().forEach(it -> arrows.draw(it, it.flight().messageId().equals(chosen)));
    marks(g, theme, plan, diagram);
    here(g, theme, plan);
    g.restore();
    names(g, theme, plan);
    if (diagram.lanes().isEmpty()) {
      g.setFill(theme.muted());
      g.setFont(Font.font("System", 13));
      g.setTextAlign(TextAlignment.CENTER);
      g.fillText(words.text("screens.spacetime.empty"), plan.width() / 2, plan.height() / 2);
    }
  }

  private static void lines(GraphicsContext g, Theme theme, Plan plan) {
    g.setStroke(theme.text());
    g.setLineWidth(1);
    for (NodeId node : plan.lanes()) {
      g.strokeLine(Plan.LEFT, plan.y(node), plan.width(), plan.y(node));
    }
  }

  private void marks(GraphicsContext g, Theme theme, Plan plan, SpaceTime diagram) {
    MarkPainter painter = new MarkPainter(g, theme);
    for (Mark mark : diagram.marks()) {
      double x = plan.x(mark.at());
      if (plan.isSeen(x - 10, x + 10)) {
        painter.draw(mark.sort(), x, plan.y(mark.event().node()));
      }
    }
    model
        .chosenMark()
        .ifPresent(mark -> painter.choose(plan.x(mark.at()), plan.y(mark.event().node())));
  }

  /** The moment that the other screens show, unless that is the end. */
  private void here(GraphicsContext g, Theme theme, Plan plan) {
    if (model.isFollowing()) {
      return;
    }
    double x = plan.x(model.moment()) + 1;
    g.setStroke(theme.warm());
    g.setLineWidth(2);
    g.strokeLine(x, 0, x, plan.height());
  }

  private void names(GraphicsContext g, Theme theme, Plan plan) {
    g.setTextAlign(TextAlignment.LEFT);
    for (NodeId node : plan.lanes()) {
      g.setFill(theme.text());
      g.setFont(Font.font("System", FontWeight.BOLD, 14));
      g.fillText(node.toString(), 8, plan.y(node) + 5);
    }
    g.setFont(Font.font("System", 12));
    g.setFill(theme.muted());
    for (Band.Kind kind : plan.faults()) {
      String row = words.text("screens.spacetime.row." + kind.name());
      g.fillText(row, 8, plan.fault(kind) + 13, Plan.LEFT - 12);
    }
  }

  private String spoken(Mark mark) {
    return mark.event().node() + "  " + EventFields.line(mark.event().detail());
  }

  private String spoken(Arrow arrow) {
    String way = arrow.flight().from() + " → " + arrow.flight().to() + "  ";
    return way + MessageWords.of(arrow.flight().summary()) + "  " + fate(arrow);
  }

  private String fate(Arrow arrow) {
    At end = arrow.end();
    if (arrow.isLost()) {
      return words.text("screens.spacetime.lost");
    } else if (end == null) {
      return words.text("screens.spacetime." + (arrow.held() == null ? "unknown" : "waits"));
    }
    return EventFields.millis(end.nanos() - arrow.start().nanos());
  }

  private Optional<Mark> markAt(double x, double y) {
    Plan plan = plan();
    Mark nearest = null;
    double best = NEAR;
    for (Mark mark : model.diagramProperty().get().marks()) {
      double away =
          Math.hypot(plan.x(mark.at()) - x / scale, plan.y(mark.event().node()) - y / scale);
      if (away < best) {
        best = away;
        nearest = mark;
      }
    }
    return Optional.ofNullable(nearest);
  }

  private Optional<Arrow> arrowAt(double x, double y) {
    Plan plan = plan();
    Point2D at = new Point2D(x / scale, y / scale);
    Arrow nearest = null;
    double best = NEAR - 3;
    for (Arrow arrow : model.diagramProperty().get().arrows()) {
      Point2D[] ends = ArrowPainter.ends(arrow, plan);
      double away = ends == null ? best : distance(at, ends[0], ends[1]);
      if (away < best) {
        best = away;
        nearest = arrow;
      }
    }
    return Optional.ofNullable(nearest);
  }

  private static double distance(Point2D at, Point2D from, Point2D to) {
    Point2D line = to.subtract(from);
    double length = line.dotProduct(line);
    double way = length == 0 ? 0 : at.subtract(from).dotProduct(line) / length;
    return at.distance(from.add(line.multiply(Math.max(0, Math.min(1, way)))));
  }

  private void press(MouseEvent press) {
    requestFocus();
    dragX = press.getX();
    dragged = false;
  }

  private void drag(MouseEvent drag) {
    model.axis().pan((dragX - drag.getX()) / scale);
    dragged |= Math.abs(dragX - drag.getX()) > 2;
    dragX = drag.getX();
    moved();
  }

  private void click(MouseEvent click) {
    if (dragged) {
      return;
    }
    Optional<Mark> mark = markAt(click.getX(), click.getY());
    if (mark.isPresent()) {
      model.choose(mark.get());
    } else {
      arrowAt(click.getX(), click.getY()).ifPresent(model::choose);
    }
    moved();
  }

  private void hover(MouseEvent move) {
    Optional<String> text =
        markAt(move.getX(), move.getY())
            .map(this::spoken)
            .or(() -> arrowAt(move.getX(), move.getY()).map(this::spoken));
    if (text.isPresent()) {
      tip.setText(text.get());
      Tooltip.install(this, tip);
    } else {
      Tooltip.uninstall(this, tip);
    }
  }

  private void wheel(ScrollEvent wheel) {
    double by = wheel.getDeltaY() == 0 ? wheel.getDeltaX() : wheel.getDeltaY();
    if (wheel.isControlDown()) {
      double around = wheel.getX() / scale - Plan.LEFT;
      model.axis().zoom(by > 0 ? ZOOM : 1 / ZOOM, around);
    } else {
      model.axis().pan(by > 0 ? -PAN : PAN);
    }
    moved();
    wheel.consume();
  }

  /** Shows less, larger, or more, around the middle. */
  void zoom(boolean in) {
    double middle = (canvas.getWidth() / scale - Plan.LEFT) / 2;
    model.axis().zoom(in ? ZOOM : 1 / ZOOM, middle);
    moved();
  }

  private void key(KeyEvent key) {
    switch (key.getCode()) {
      case LEFT -> go(key, -1);
      case RIGHT -> go(key, 1);
      case HOME -> model.axis().toStart();
      case END -> model.axis().toEnd();
      case PAGE_UP -> model.axis().pan(-5 * PAN);
      case PAGE_DOWN -> model.axis().pan(5 * PAN);
      case PLUS, ADD, EQUALS -> zoom(true);
      case MINUS, SUBTRACT -> zoom(false);
      default -> {
        return;
      }
    }
    moved();
    key.consume();
  }

  /** With the shift key along the axis, else from event to event. */
  private void go(KeyEvent key, int direction) {
    if (key.isShiftDown()) {
      model.axis().pan(direction * PAN);
    } else {
      model.step(direction);
    }
  }
}
