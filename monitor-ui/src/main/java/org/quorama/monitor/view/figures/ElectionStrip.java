package org.quorama.monitor.view.figures;

import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.text.TextAlignment;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.metrics.Figures;
import org.quorama.monitor.view.Theme;

/** Who campaigned and who won, a row a node: a hollow triangle, a crown with the term. */
final class ElectionStrip extends Region {
  private static final double LEFT = 46;
  private static final double RIGHT = 20;
  private static final double TOP = 26;
  private static final double BOTTOM = 22;
  private static final double MARK = 5;
  private static final int TICKS = 4;

  private final Canvas canvas = new Canvas();

  ElectionStrip(String id) {
    setId(id);
    setMinSize(0, 0);
    getChildren().add(canvas);
  }

  @Override
  protected void layoutChildren() {
    canvas.setWidth(getWidth());
    canvas.setHeight(getHeight());
  }

  void draw(Theme theme, Figures figures, List<NodeId> nodes, Plot.Data words) {
    GraphicsContext graphics = canvas.getGraphicsContext2D();
    graphics.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
    double scale = theme.scale();
    double left = LEFT * scale;
    double width = canvas.getWidth() - left - RIGHT * scale;
    double row = (canvas.getHeight() - (TOP + BOTTOM) * scale) / Math.max(1, nodes.size());
    if (width < 20 || row < 4) {
      return;
    }
    setAccessibleText(words.title());
    Plot.title(graphics, theme, words.title());
    graphics.setFont(theme.font(12));
    graphics.setLineDashes();
    for (int i = 0; i < nodes.size(); i++) {
      double y = TOP * scale + row * (i + 0.5);
      graphics.setStroke(theme.muted());
      graphics.setLineWidth(0.5);
      graphics.strokeLine(left, y, left + width, y);
      graphics.setFill(theme.text());
      graphics.setTextAlign(TextAlignment.RIGHT);
      graphics.setTextBaseline(VPos.CENTER);
      graphics.fillText(nodes.get(i).value(), left - 6, y);
    }
    times(graphics, theme, words, left, width);
    double spanNanos = (double) figures.stepNanos() * figures.steps();
    for (Figures.Election election : figures.elections()) {
      int place = nodes.indexOf(election.node());
      double ago = (figures.endNanos() - election.timeNanos()) / spanNanos;
      if (place >= 0) {
        double y = TOP * scale + row * (place + 0.5);
        mark(graphics, theme, election, left + width * (1 - ago), y);
      }
    }
    if (figures.elections().isEmpty()) {
      graphics.setFill(theme.muted());
      graphics.setTextAlign(TextAlignment.CENTER);
      graphics.fillText(words.nothing(), left + width / 2, canvas.getHeight() / 2, width);
    }
  }

  private void times(
      GraphicsContext graphics, Theme theme, Plot.Data words, double left, double width) {
    graphics.setFill(theme.muted());
    graphics.setTextBaseline(VPos.BOTTOM);
    graphics.setTextAlign(TextAlignment.CENTER);
    for (int tick = 0; tick <= TICKS; tick++) {
      int ago = words.seconds() * (TICKS - tick) / TICKS;
      graphics.fillText(
          ago == 0 ? words.now() : Plot.time(ago),
          Math.min(left + width * tick / TICKS, canvas.getWidth() - RIGHT * theme.scale()),
          canvas.getHeight() - 3);
    }
    graphics.setTextBaseline(VPos.CENTER);
  }

  private static void mark(
      GraphicsContext graphics, Theme theme, Figures.Election election, double x, double y) {
    double size = MARK * theme.scale();
    graphics.setLineWidth(1.5 * theme.scale());
    if (election.isWon()) {
      graphics.setFill(theme.accent());
      double[] xs = {x - size, x - size, x - size / 2, x, x + size / 2, x + size, x + size};
      double[] ys = {y + size, y - size, y, y - size, y, y - size, y + size};
      graphics.fillPolygon(xs, ys, xs.length);
      graphics.setFill(theme.text());
      graphics.setTextAlign(TextAlignment.LEFT);
      graphics.fillText(Long.toString(election.term()), x + size + 3, y);
    } else {
      graphics.setStroke(theme.warm());
      graphics.strokePolygon(
          new double[] {x - size, x, x + size}, new double[] {y + size, y - size, y + size}, 3);
    }
  }
}
