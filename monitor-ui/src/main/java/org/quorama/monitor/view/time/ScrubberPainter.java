package org.quorama.monitor.view.time;

import java.util.List;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import org.quorama.monitor.model.history.History;
import org.quorama.monitor.model.history.Moment;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.viewmodel.time.Line;

/** Paints the scrubber once: each kind of mark has a shape of its own. */
final class ScrubberPainter {
  private static final double FIRST_ROW = 17;
  private static final double ROW = 9;
  private static final double MARK = 4;
  private static final double HATCH = 4;
  private static final double KNOB = 6;
  private static final double THICK = 3;

  private final Canvas canvas;
  private final GraphicsContext pen;
  private final Theme theme;
  private final TimeScale scale;

  ScrubberPainter(Canvas canvas, Theme theme, TimeScale scale) {
    this.canvas = canvas;
    this.pen = canvas.getGraphicsContext2D();
    this.theme = theme;
    this.scale = scale;
  }

  /** Returns which line is at a height, of so many. */
  static int rowAt(double y, int rows) {
    int row = (int) Math.floor((y - FIRST_ROW + ROW / 2) / ROW);
    return Math.max(0, Math.min(rows - 1, row));
  }

  private static double rowOf(int index) {
    return FIRST_ROW + index * ROW;
  }

  void paint(List<Line> lines, Line shown, long nanos) {
    pen.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
    for (int i = 0; i < lines.size(); i++) {
      List<Moment> moments = lines.get(i).history().moments();
      line(lines.get(i), rowOf(i), lines.get(i).equals(shown));
      gaps(moments, rowOf(i));
      marks(moments, rowOf(i) - MARK - THICK);
    }
    knob(scale.at(nanos), rowOf(Math.max(0, lines.indexOf(shown))));
  }

  private void marks(List<Moment> moments, double y) {
    double last = Double.NEGATIVE_INFINITY;
    for (Moment moment : moments) {
      double x = scale.at(moment.untilNanos());
      boolean crowded = x - last < 2 && moment.kind() == Moment.Kind.FAULT;
      if (!crowded && moment.kind() != Moment.Kind.GAP) {
        mark(moment.kind(), x, y);
        last = x;
      }
    }
  }

  private void line(Line line, double y, boolean shown) {
    History.Extent extent = line.history().extent();
    double begin = scale.at(line.isBranch() ? line.forkNanos() : extent.firstNanos());
    double end = scale.at(extent.lastNanos());
    pen.setStroke(shown ? theme.text() : theme.muted());
    pen.setLineWidth(shown ? THICK : THICK / 2);
    pen.setLineDashes(line.isBranch() ? new double[] {6, 3} : new double[0]);
    if (line.isBranch()) {
      pen.strokeLine(begin - ROW / 2, FIRST_ROW, begin, y);
    }
    pen.strokeLine(begin, y, end, y);
    pen.setLineDashes();
  }

  /** What is missing is a hole in the line, hatched. */
  private void gaps(List<Moment> moments, double y) {
    for (Moment gap : moments) {
      if (gap.kind() == Moment.Kind.GAP) {
        double from = scale.at(gap.timeNanos());
        double to = Math.max(from + HATCH, scale.at(gap.untilNanos()));
        pen.setFill(theme.ground());
        pen.fillRect(from, y - MARK, to - from, 2 * MARK);
        pen.setStroke(theme.warm());
        pen.setLineWidth(1);
        pen.strokeRect(from, y - MARK, to - from, 2 * MARK);
        for (double x = from; x + HATCH <= to; x += HATCH) {
          pen.strokeLine(x, y + MARK, x + HATCH, y - MARK);
        }
      }
    }
  }

  private void mark(Moment.Kind kind, double x, double y) {
    switch (kind) {
      case ELECTION -> polygon(theme.accent(), x, y, -MARK, MARK, 0, -MARK, MARK, MARK);
      case FAULT -> polygon(theme.warm(), x, y, 0, -MARK, MARK, 0, 0, MARK, -MARK, 0);
      case BOOKMARK -> {
        pen.setStroke(theme.text());
        pen.setLineWidth(1.5);
        pen.strokeLine(x, y + MARK, x, y - 2 * MARK);
        polygon(theme.text(), x, y, 0, -2 * MARK, 2 * MARK, -MARK, 0, 0);
      }
      case END -> {
        pen.setStroke(theme.text());
        pen.setLineWidth(2);
        pen.strokeLine(x - MARK, y - MARK, x + MARK, y + MARK);
        pen.strokeLine(x - MARK, y + MARK, x + MARK, y - MARK);
      }
      case GAP -> throw new AssertionError("a gap is a span");
    }
  }

  private void polygon(Color color, double x, double y, double... corners) {
    int count = corners.length / 2;
    double[] xs = new double[count];
    double[] ys = new double[count];
    for (int i = 0; i < count; i++) {
      xs[i] = x + corners[2 * i];
      ys[i] = y + corners[2 * i + 1];
    }
    pen.setFill(color);
    pen.fillPolygon(xs, ys, count);
  }

  private void knob(double x, double y) {
    pen.setFill(theme.ground());
    pen.fillOval(x - KNOB, y - KNOB, 2 * KNOB, 2 * KNOB);
    pen.setStroke(theme.text());
    pen.setLineWidth(2);
    pen.strokeOval(x - KNOB, y - KNOB, 2 * KNOB, 2 * KNOB);
  }
}
