package org.quorama.monitor.view.figures;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.text.TextAlignment;
import org.quorama.monitor.view.Theme;

/**
 * Lines over time on a canvas: a value axis from zero, a time axis that ends now, and each line's
 * name with its dashes at its end.
 */
final class Plot extends Region {
  private static final double LEFT = 46;
  private static final double NAME = 42;
  private static final double LETTER = 7;
  private static final double TOP = 26;
  private static final double BOTTOM = 22;
  private static final double SAMPLE = 26;
  private static final double DOT = 3;
  private static final int TICKS = 4;

  private final Canvas canvas = new Canvas();

  /**
   * One line.
   *
   * @param name what it is
   * @param values one a step, NaN for none
   */
  record Line(String name, List<Double> values) {}

  /**
   * What is drawn.
   *
   * @param title with the unit
   * @param lines all of the same number of steps
   * @param seconds how long the window is
   * @param now what the end of the time axis is called
   * @param nothing what is said if there is no value
   */
  record Data(String title, List<Line> lines, int seconds, String now, String nothing) {}

  Plot(String id) {
    setId(id);
    setMinSize(0, 0);
    getChildren().add(canvas);
  }

  @Override
  protected void layoutChildren() {
    canvas.setWidth(getWidth());
    canvas.setHeight(getHeight());
  }

  /** Returns where the values are, within this. */
  private record Area(double left, double top, double width, double height, double most) {
    double x(int step, int steps) {
      return left + width * (step + 0.5) / steps;
    }

    double y(double value) {
      return top + height * (1 - value / most);
    }
  }

  void draw(Theme theme, Data data) {
    GraphicsContext graphics = canvas.getGraphicsContext2D();
    double width = canvas.getWidth();
    double height = canvas.getHeight();
    graphics.clearRect(0, 0, width, height);
    double scale = theme.scale();
    int letters = data.lines().stream().mapToInt(line -> line.name().length()).max().orElse(0);
    Area area =
        new Area(
            LEFT * scale,
            TOP * scale,
            width - (LEFT + NAME + LETTER * letters) * scale,
            height - (TOP + BOTTOM) * scale,
            most(data));
    if (area.width() < 20 || area.height() < 20) {
      return;
    }
    title(graphics, theme, data.title(), width);
    setAccessibleText(data.title());
    axes(graphics, theme, data, area);
    if (data.lines().stream().allMatch(line -> line.values().stream().allMatch(v -> v.isNaN()))) {
      graphics.setFill(theme.muted());
      graphics.setTextAlign(TextAlignment.CENTER);
      graphics.setTextBaseline(VPos.CENTER);
      graphics.fillText(
          data.nothing(),
          area.left() + area.width() / 2,
          area.top() + area.height() / 2,
          area.width());
      return;
    }
    for (int i = 0; i < data.lines().size(); i++) {
      Strokes.set(graphics, theme, i);
      line(graphics, data.lines().get(i).values(), area);
    }
    names(graphics, theme, data, area);
    graphics.setLineDashes();
  }

  static void title(GraphicsContext graphics, Theme theme, String title, double width) {
    graphics.setFill(theme.text());
    graphics.setFont(theme.bold(13.5));
    graphics.setTextAlign(TextAlignment.LEFT);
    graphics.setTextBaseline(VPos.TOP);
    graphics.fillText(title, 6 * theme.scale(), 3 * theme.scale(), width - 10 * theme.scale());
  }

  /** A round number that no value exceeds: 1, 2 or 5 and zeros. */
  private static double most(Data data) {
    double highest =
        data.lines().stream()
            .flatMap(line -> line.values().stream())
            .filter(value -> !value.isNaN())
            .mapToDouble(Double::doubleValue)
            .max()
            .orElse(0);
    double power = Math.pow(10, Math.floor(Math.log10(Math.max(highest, 1e-3))));
    for (double step : new double[] {1, 2, 4, 5, 8, 10}) {
      if (highest <= step * power) {
        return step * power;
      }
    }
    return 10 * power;
  }

  private static void axes(GraphicsContext graphics, Theme theme, Data data, Area area) {
    graphics.setFont(theme.font(12));
    graphics.setFill(theme.muted());
    graphics.setStroke(theme.muted());
    graphics.setLineWidth(0.5);
    graphics.setLineDashes();
    graphics.setTextBaseline(VPos.CENTER);
    graphics.setTextAlign(TextAlignment.RIGHT);
    for (int tick = 0; tick <= TICKS; tick++) {
      double value = area.most() * tick / TICKS;
      double y = Math.round(area.y(value)) + 0.5;
      graphics.strokeLine(area.left(), y, area.left() + area.width(), y);
      graphics.fillText(number(value), area.left() - 5, y);
    }
    graphics.setTextBaseline(VPos.TOP);
    graphics.setTextAlign(TextAlignment.CENTER);
    double bottom = area.top() + area.height() + 4;
    int ticks = timeTicks(data.seconds());
    for (int tick = 0; tick <= ticks; tick++) {
      int ago = data.seconds() * (ticks - tick) / ticks;
      double x = area.left() + area.width() * tick / ticks;
      graphics.fillText(ago == 0 ? data.now() : time(ago), x, bottom);
    }
  }

  /** Returns in how many parts a time axis is cut, so that they are round. */
  static int timeTicks(int seconds) {
    return seconds == 30 ? 3 : seconds == 600 ? 5 : 4;
  }

  static String time(int seconds) {
    return seconds % 60 == 0 || seconds >= 600 ? "−" + seconds / 60 + " min" : "−" + seconds + " s";
  }

  static String number(double value) {
    if (value >= 1e6) {
      return trimmed(value / 1e6) + " M";
    }
    return value >= 1e4 ? trimmed(value / 1e3) + " k" : trimmed(value);
  }

  private static String trimmed(double value) {
    String text = String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.2f", value);
    return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
  }

  private static void line(GraphicsContext graphics, List<Double> values, Area area) {
    graphics.beginPath();
    boolean isOn = false;
    for (int step = 0; step < values.size(); step++) {
      double value = values.get(step);
      if (Double.isNaN(value)) {
        isOn = false;
        continue;
      }
      double x = area.x(step, values.size());
      double y = area.y(value);
      if (isOn) {
        graphics.lineTo(x, y);
      } else {
        graphics.moveTo(x, y);
      }
      boolean isAlone = !isOn && isNothing(values, step + 1);
      if (isAlone) {
        graphics.strokeOval(x - DOT / 2, y - DOT / 2, DOT, DOT);
      }
      isOn = true;
    }
    graphics.stroke();
  }

  private static boolean isNothing(List<Double> values, int step) {
    return step >= values.size() || values.get(step).isNaN();
  }

  /** A name and where it would like to be. */
  private record Name(int line, String text, double y) {}

  private static void names(GraphicsContext graphics, Theme theme, Data data, Area area) {
    double gap = Math.min(16 * theme.scale(), area.height() / data.lines().size());
    List<Name> names = new ArrayList<>();
    for (int i = 0; i < data.lines().size(); i++) {
      Line line = data.lines().get(i);
      names.add(new Name(i, line.name(), area.y(last(line.values()))));
    }
    names.sort(Comparator.comparingDouble(Name::y));
    double lowest = area.top() + area.height() - gap * (names.size() - 1);
    double above = Double.NEGATIVE_INFINITY;
    double x = area.left() + area.width() + 6 * theme.scale();
    graphics.setFont(theme.font(12));
    graphics.setTextAlign(TextAlignment.LEFT);
    graphics.setTextBaseline(VPos.CENTER);
    for (Name name : names) {
      double y = Math.max(above + gap, Math.min(name.y(), lowest));
      above = y;
      lowest += gap;
      Strokes.set(graphics, theme, name.line());
      graphics.strokeLine(x, y, x + SAMPLE * theme.scale(), y);
      graphics.setFill(theme.text());
      graphics.fillText(name.text(), x + (SAMPLE + 5) * theme.scale(), y);
    }
  }

  private static double last(List<Double> values) {
    for (int i = values.size() - 1; i >= 0; i--) {
      if (!values.get(i).isNaN()) {
        return values.get(i);
      }
    }
    return 0;
  }
}
