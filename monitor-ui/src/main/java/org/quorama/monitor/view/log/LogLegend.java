package org.quorama.monitor.view.log;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;
import org.quorama.monitor.model.LogCell;
import org.quorama.monitor.model.LogPhase;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.words.Words;

/** What the signs of the log grid mean: each drawn as in the grid, its words beside it. */
final class LogLegend {
  static final double LINE = 20;
  private static final double SIGN = 26;
  private static final double GAP = 16;
  private static final Font FONT = Font.font("System", 12);
  private static final LogCell NOTHING = new LogCell(1, 1, "");

  private final Words words;

  /** One sign at a place. */
  private interface Sign {
    void draw(double x, double y);
  }

  LogLegend(Words words) {
    this.words = words;
  }

  /** Draws into a width, from a height on. */
  void draw(GraphicsContext g, Theme theme, double width, double top) {
    Pen pen = new Pen(g, theme, width, top);
    Cells small = new Cells(0, 0, SIGN, LINE - 2);
    LogCells cells = new LogCells(g, theme, small);
    pen.sign("appended", (x, y) -> cells.frame(LogPhase.APPENDED, x, y, SIGN, LINE - 2));
    pen.sign("durable", (x, y) -> cells.frame(LogPhase.DURABLE, x, y, SIGN, LINE - 2));
    pen.sign("committed", (x, y) -> cells.frame(LogPhase.COMMITTED, x, y, SIGN, LINE - 2));
    pen.sign("applied", (x, y) -> pen.glyph("✓", x, y));
    pen.sign("commitBar", (x, y) -> bar(g, theme, x, y));
    pen.sign("overwritten", (x, y) -> cells.gone(NOTHING, x, y));
    pen.sign("match", (x, y) -> pen.warm("●", x, y));
    pen.sign("next", (x, y) -> pen.warm("▲", x, y));
    pen.sign("members", (x, y) -> pen.glyph("◆", x, y));
  }

  private static void bar(GraphicsContext g, Theme theme, double x, double y) {
    g.setFill(theme.accent());
    g.fillRect(x + SIGN / 2 - 2.5, y, 5, LINE - 2);
  }

  /** How many lines it takes in a width. */
  int lines(double width) {
    double x = 0;
    int lines = 1;
    for (String key :
        new String[] {
          "appended",
          "durable",
          "committed",
          "applied",
          "commitBar",
          "overwritten",
          "match",
          "next",
          "members"
        }) {
      double need = SIGN + 6 + widthOf(words.text("screens.log." + key)) + GAP;
      if (x + need > width && x > 0) {
        lines++;
        x = 0;
      }
      x += need;
    }
    return lines;
  }

  private static double widthOf(String text) {
    Text measure = new Text(text);
    measure.setFont(FONT);
    return measure.getLayoutBounds().getWidth();
  }

  /** Where the next sign goes. */
  private final class Pen {
    private final GraphicsContext g;
    private final Theme theme;
    private final double width;
    private double x;
    private double y;

    Pen(GraphicsContext g, Theme theme, double width, double top) {
      this.g = g;
      this.theme = theme;
      this.width = width;
      this.y = top;
    }

    void sign(String key, Sign sign) {
      String text = words.text("screens.log." + key);
      double need = SIGN + 6 + widthOf(text) + GAP;
      if (x + need > width && x > 0) {
        x = 0;
        y += LINE;
      }
      sign.draw(x, y);
      g.setFont(FONT);
      g.setFill(theme.muted());
      g.setTextAlign(TextAlignment.LEFT);
      g.fillText(text, x + SIGN + 6, y + 13.5);
      x += need;
    }

    void glyph(String text, double atX, double atY) {
      g.setFill(theme.text());
      mark(text, atX, atY);
    }

    void warm(String text, double atX, double atY) {
      g.setFill(theme.warm());
      mark(text, atX, atY);
    }

    private void mark(String text, double atX, double atY) {
      g.setFont(FONT);
      g.setTextAlign(TextAlignment.CENTER);
      g.fillText(text, atX + SIGN / 2, atY + 13.5);
    }
  }
}
