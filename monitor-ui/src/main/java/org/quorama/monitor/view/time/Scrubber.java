package org.quorama.monitor.view.time;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import org.quorama.monitor.model.history.History;
import org.quorama.monitor.model.history.Moment;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.viewmodel.time.Line;
import org.quorama.monitor.viewmodel.time.TimeLine;
import org.quorama.monitor.words.Words;

/** The whole recording as a line with its marks; a click goes there. */
final class Scrubber extends Region {
  private static final double HEIGHT = 34;
  private static final double WIDTH = 160;
  private static final double SNAP = 6;
  private static final double EDGE = 8;
  private static final long CALM_NANOS = 250_000_000L;

  private final TimeLine time;
  private final Words words;
  private final Canvas canvas = new Canvas();
  private final Tooltip tip = new Tooltip();
  private List<Object> drawn = List.of();
  private long drawnNanos;

  Scrubber(TimeLine time, Words words) {
    this.time = time;
    this.words = words;
    setId("scrubber");
    setMinSize(WIDTH, HEIGHT);
    setPrefHeight(HEIGHT);
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.SLIDER);
    setAccessibleText(words.text("time.scrubber"));
    getChildren().add(canvas);
    canvas.setManaged(false);
    Tooltip.install(this, tip);
    setOnMousePressed(this::goTo);
    setOnMouseDragged(this::goTo);
    setOnMouseMoved(this::say);
  }

  private void goTo(MouseEvent mouse) {
    requestFocus();
    Optional<Line> branch = branchAt(mouse.getY(), mouse.getX());
    if (mouse.getEventType() == MouseEvent.MOUSE_PRESSED) {
      branch.ifPresent(line -> time.enter(line));
    }
    Optional<Moment> near = branch.isPresent() ? Optional.empty() : near(mouse.getX());
    if (near.isPresent() && mouse.getEventType() == MouseEvent.MOUSE_PRESSED) {
      time.jumpTo(near.get());
    } else {
      time.jumpToTime(scale().nanosAt(mouse.getX()));
    }
  }

  /** A click below goes to the branch there, a click above back to the recording. */
  private Optional<Line> branchAt(double y, double x) {
    Line now = time.lineProperty().get();
    List<Line> lines = time.branches().lines();
    int row = ScrubberPainter.rowAt(y, lines.size());
    Line there = lines.get(row);
    boolean before = there.isBranch() && scale().nanosAt(x) < there.forkNanos();
    Line wanted = before ? lines.get(0) : there;
    return wanted.equals(now) ? Optional.empty() : Optional.of(wanted);
  }

  private Optional<Moment> near(double x) {
    TimeScale scale = scale();
    return time.moments().stream()
        .filter(moment -> Math.abs(scale.at(moment.untilNanos()) - x) <= SNAP)
        .min(Comparator.comparingDouble(moment -> Math.abs(scale.at(moment.untilNanos()) - x)));
  }

  private void say(MouseEvent mouse) {
    String when = TimeText.exact(scale().nanosAt(mouse.getX()) - scale().beginNanos());
    tip.setText(near(mouse.getX()).map(it -> sentence(it) + "  " + when).orElse(when));
  }

  private String sentence(Moment moment) {
    String kind = moment.kind().name().toLowerCase(Locale.ROOT);
    return words.text("time.mark." + kind, moment.text());
  }

  private TimeScale scale() {
    List<Line> lines = time.branches().lines();
    History.Extent main = lines.get(0).history().extent();
    long end = main.lastNanos();
    for (Line line : lines) {
      end = Math.max(end, line.history().extent().lastNanos());
    }
    double width = Math.max(1, getWidth() - 2 * EDGE);
    return new TimeScale(main.firstNanos(), end, EDGE, width);
  }

  @Override
  protected void layoutChildren() {
    canvas.setWidth(getWidth());
    canvas.setHeight(getHeight());
    drawn = List.of();
  }

  /** Draws what has changed; while it follows, four times a second at most. */
  void draw(Theme theme, long frameNanos) {
    boolean calm = time.followingProperty().get() && frameNanos - drawnNanos < CALM_NANOS;
    if (calm && !drawn.isEmpty()) {
      return;
    }
    TimeScale scale = scale();
    List<Line> lines = List.copyOf(time.branches().lines());
    Line line = time.lineProperty().get();
    long nanos = time.nanosProperty().get();
    List<Object> now = List.of(theme, scale, lines, line, nanos, time.moments().size());
    if (!now.equals(drawn)) {
      drawn = now;
      drawnNanos = frameNanos;
      new ScrubberPainter(canvas, theme, scale).paint(lines, line, nanos);
    }
  }
}
