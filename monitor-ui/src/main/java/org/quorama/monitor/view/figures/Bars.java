package org.quorama.monitor.view.figures;

import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.text.TextAlignment;
import org.quorama.monitor.model.sql.Chart;
import org.quorama.monitor.view.Theme;

/** A bar a row, its label before it and its value behind it. */
final class Bars extends Region {
  private static final double ROW = 22;
  private static final double LABEL_SHARE = 0.45;
  private static final double LETTER = 8;
  private static final double VALUE = 64;
  private static final double TOP = 26;

  private final Canvas canvas = new Canvas();

  Bars() {
    setId("sql-bars");
    setMinSize(0, 0);
    getChildren().add(canvas);
  }

  @Override
  protected void layoutChildren() {
    canvas.setWidth(getWidth());
    canvas.setHeight(getHeight());
  }

  void draw(Theme theme, Chart chart, String leftOut) {
    GraphicsContext graphics = canvas.getGraphicsContext2D();
    double width = canvas.getWidth();
    double height = canvas.getHeight();
    double scale = theme.scale();
    graphics.clearRect(0, 0, width, height);
    Plot.title(graphics, theme, chart.column(), width);
    setAccessibleText(chart.column());
    double row = ROW * scale;
    int room = (int) Math.max(1, Math.floor((height - TOP * scale - 6) / row));
    List<Chart.Bar> all = chart.bars();
    int count = all.size() <= room ? all.size() : Math.max(1, room - 1);
    double most = all.stream().mapToDouble(bar -> Math.abs(bar.value())).max().orElse(0);
    int letters = all.stream().mapToInt(bar -> bar.label().length()).max().orElse(0);
    double left = Math.min((letters * LETTER + 16) * scale, width * LABEL_SHARE);
    double longest = Math.max(10, width - left - VALUE * scale);
    graphics.setFont(theme.font(12.5));
    graphics.setTextBaseline(VPos.CENTER);
    for (int i = 0; i < count; i++) {
      double y = TOP * scale + row * (i + 0.5);
      double length = most == 0 ? 0 : longest * Math.abs(all.get(i).value()) / most;
      graphics.setFill(theme.text());
      graphics.setTextAlign(TextAlignment.RIGHT);
      graphics.fillText(all.get(i).label(), left - 6, y, left - 12);
      graphics.setFill(theme.accent());
      graphics.fillRect(left, y - row * 0.32, Math.max(1, length), row * 0.64);
      graphics.setFill(theme.text());
      graphics.setTextAlign(TextAlignment.LEFT);
      graphics.fillText(Plot.number(all.get(i).value()), left + length + 5, y);
    }
    if (count < all.size() + chart.more()) {
      graphics.setFill(theme.muted());
      graphics.setTextAlign(TextAlignment.LEFT);
      graphics.fillText(leftOut, 6, TOP * scale + row * (count + 0.5));
    }
  }
}
