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
  private static final double LABEL = 26;

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
    Plot.title(graphics, theme, words.title(), canvas.getWidth());
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
    marks(graphics, theme, figures, nodes, false);
    marks(graphics, theme, figures, nodes, true);
    if (figures.elections().isEmpty()) {
      graphics.setFill(theme.muted());
      graphics.setTextAlign(TextAlignment.CENTER);
      graphics.fillText(words.nothing(), left + width / 2, canvas.getHeight() / 2, width);
    }
  }

  /** Who won is drawn over who campaigned; of marks that lie on each other, the first. */
  private void marks(
      GraphicsContext graphics, Theme theme, Figures figures, List<NodeId> nodes, boolean isWon) {
    double scale = theme.scale();
    double left = LEFT * scale;
    double width = canvas.getWidth() - left - RIGHT * scale;
    double row = (canvas.getHeight() - (TOP + BOTTOM) * scale) / nodes.size();
    double[] marked = new double[nodes.size()];
    double[] labelled = new double[nodes.size()];
    for (Figures.Election election : figures.elections()) {
      int place = nodes.indexOf(election.node());
      double x = left + width * (1 - ago(figures, election));
      if (place >= 0 && election.isWon() == isWon && x > marked[place]) {
        double y = TOP * scale + row * (place + 0.5);
        marked[place] = x + MARK * scale;
        boolean hasRoom = isWon && x > labelled[place] && row > LABEL * scale;
        labelled[place] = hasRoom ? x + LABEL * scale : labelled[place];
        mark(graphics, theme, election, new Spot(x, y, hasRoom));
      }
    }
  }

  private static double ago(Figures figures, Figures.Election election) {
    double spanNanos = (double) figures.stepNanos() * figures.steps();
    return (figures.endNanos() - election.timeNanos()) / spanNanos;
  }

  /** Where a mark is; its term is left out where another is in the way. */
  private record Spot(double x, double y, boolean isLabelled) {}

  private void times(
      GraphicsContext graphics, Theme theme, Plot.Data words, double left, double width) {
    graphics.setFill(theme.muted());
    graphics.setTextBaseline(VPos.BOTTOM);
    graphics.setTextAlign(TextAlignment.CENTER);
    int ticks = Plot.timeTicks(words.seconds());
    for (int tick = 0; tick <= ticks; tick++) {
      int ago = words.seconds() * (ticks - tick) / ticks;
      graphics.fillText(
          ago == 0 ? words.now() : Plot.time(ago),
          Math.min(left + width * tick / ticks, canvas.getWidth() - RIGHT * theme.scale()),
          canvas.getHeight() - 3);
    }
    graphics.setTextBaseline(VPos.CENTER);
  }

  private static void mark(
      GraphicsContext graphics, Theme theme, Figures.Election election, Spot spot) {
    double x = spot.x();
    double y = spot.y();
    double size = MARK * theme.scale();
    graphics.setLineWidth(1.5 * theme.scale());
    if (election.isWon()) {
      graphics.setFill(theme.accent());
      double[] xs = {x - size, x - size, x - size / 2, x, x + size / 2, x + size, x + size};
      double[] ys = {y + size, y - size, y, y - size, y, y - size, y + size};
      graphics.fillPolygon(xs, ys, xs.length);
      graphics.setFill(theme.text());
      graphics.setTextAlign(TextAlignment.CENTER);
      if (spot.isLabelled()) {
        graphics.fillText(Long.toString(election.term()), x, y - size * 2.4);
      }
    } else {
      graphics.setStroke(theme.warm());
      graphics.strokePolygon(
          new double[] {x - size, x, x + size}, new double[] {y + size, y - size, y + size}, 3);
    }
  }
}
