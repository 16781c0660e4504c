package org.quorama.monitor.view.log;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.quorama.monitor.model.LogCell;
import org.quorama.monitor.model.LogPhase;
import org.quorama.monitor.view.Theme;

/** Draws the cells of the log grid. Lives for one frame. */
final class LogCells {
  private static final String MEMBERS = "members ";
  private static final double INSET = 2;
  private static final double FILL = 0.22;
  private static final double FADED = 0.55;
  private static final double ROOMY = 66;

  private final GraphicsContext g;
  private final Theme theme;
  private final Cells cells;

  LogCells(GraphicsContext g, Theme theme, Cells cells) {
    this.g = g;
    this.theme = theme;
    this.cells = cells;
  }

  /** All the entries that a snapshot stands for, as one block that ends at the last of them. */
  void block(long last, double left, double end, double y) {
    double x = left + INSET;
    double width = end - left - 2 * INSET;
    double height = cells.height() - 2 * INSET;
    g.save();
    g.beginPath();
    g.rect(x, y + INSET, width, height);
    g.clip();
    g.setStroke(theme.accent().deriveColor(0, 1, 1, 0.35));
    g.setLineWidth(1.5);
    for (double at = x - height; at < x + width; at += 9) {
      g.strokeLine(at, y + INSET + height, at + height, y + INSET);
    }
    g.restore();
    g.setStroke(theme.accent());
    g.setLineWidth(2.5);
    g.strokeRect(x, y + INSET, width, height);
    String text = String.format(Locale.ROOT, "…%,d", last);
    double middle = y + cells.height() / 2;
    g.setFill(theme.ground());
    g.fillRect(x + width - Cells.BLOCK + 10, middle - 9, Cells.BLOCK - 16, 18);
    g.setFill(theme.text());
    g.setTextAlign(TextAlignment.CENTER);
    g.setFont(Font.font("System", FontWeight.BOLD, 12));
    g.fillText(text, x + width - Cells.BLOCK / 2 + 2, middle + 4.5, Cells.BLOCK - 18);
  }

  /** One entry; its border, fill and tick say how far this node is with it. */
  void cell(LogCell cell, LogPhase phase, double x, double y) {
    frame(phase, x, y, cells.width(), cells.height());
    double middle = y + cells.height() / 2;
    String mark = cell.command().startsWith(MEMBERS) ? "  ◆" : "";
    String tick = phase == LogPhase.APPLIED ? (cells.hasCommands() ? "  ✓" : " ✓") : "";
    g.setTextAlign(TextAlignment.LEFT);
    g.setFill(theme.text());
    g.setFont(Font.font("System", FontWeight.BOLD, 12));
    if (cells.hasCommands()) {
      g.fillText("t" + cell.term() + mark + tick, x + 9, middle - 3);
      command(cell.command(), x, middle + 13);
    } else {
      g.fillText("t" + cell.term() + tick, x + 5, middle + 4.5, cells.width() - 8);
    }
  }

  private void command(String command, double x, double y) {
    g.setFont(Font.font("System", 12));
    g.fillText(shortened(command), x + 9, y, cells.width() - 14);
  }

  /** Dashed: appended. Solid: durable. Filled and with a double border: committed. */
  void frame(LogPhase phase, double x, double y, double width, double height) {
    boolean committed = phase.compareTo(LogPhase.COMMITTED) >= 0;
    double w = width - 2 * INSET;
    double h = height - 2 * INSET;
    Color color = committed ? theme.accent() : theme.text();
    if (committed) {
      g.setFill(color.deriveColor(0, 1, 1, FILL));
      g.fillRect(x + INSET, y + INSET, w, h);
    }
    g.setStroke(color);
    g.setLineWidth(phase == LogPhase.APPENDED ? 1.5 : committed ? 1.2 : 2);
    g.setLineDashes(phase == LogPhase.APPENDED ? new double[] {5, 4} : new double[0]);
    g.strokeRect(x + INSET, y + INSET, w, h);
    g.setLineDashes();
    if (committed) {
      g.strokeRect(x + INSET + 3, y + INSET + 3, w - 6, h - 6);
    }
  }

  /** An entry that was here and is no more, where no other has taken its place. */
  void gone(LogCell cell, double x, double y) {
    g.setGlobalAlpha(FADED);
    g.setFill(theme.muted());
    g.setStroke(theme.muted());
    g.setLineWidth(1);
    g.setLineDashes(2, 4);
    double w = cells.width() - 2 * INSET;
    double h = cells.height() - 2 * INSET;
    g.strokeRect(x + INSET, y + INSET, w, h);
    g.setLineDashes();
    double middle = y + cells.height() / 2;
    g.setTextAlign(TextAlignment.LEFT);
    g.setFont(Font.font("System", 12));
    String text = cells.hasCommands() ? shortened(cell.command()) : "";
    g.fillText("t" + cell.term(), x + 9, cells.hasCommands() ? middle - 3 : middle + 4.5);
    g.fillText(text, x + 9, middle + 13, cells.width() - 14);
    g.setGlobalAlpha(1);
    g.setStroke(theme.warm());
    g.setLineWidth(2);
    g.strokeLine(x + 6, middle, x + cells.width() - 6, middle);
  }

  /** An entry that was here and is no more: its term, struck, in the corner of what is here now. */
  void replaced(LogCell cell, double x, double y) {
    if (cells.height() >= ROOMY && cells.hasCommands()) {
      below(cell, x, y + cells.height() - 11);
      return;
    }
    double right = x + cells.width() - 7;
    double width = cells.hasCommands() ? 18 : 12;
    double base = y + 16;
    g.setTextAlign(TextAlignment.RIGHT);
    g.setFill(theme.muted());
    g.setFont(Font.font("System", 12));
    g.fillText("t" + cell.term(), right, base, width);
    g.setStroke(theme.warm());
    g.setLineWidth(2);
    g.strokeLine(right - width, base - 4, right + 1, base - 4);
  }

  /** The same in full, where the cell has room below. */
  private void below(LogCell cell, double x, double base) {
    String text = shortened("t" + cell.term() + " " + cell.command());
    double width = Math.min(cells.width() - 18, 7.2 * text.length());
    g.setTextAlign(TextAlignment.LEFT);
    g.setFill(theme.muted());
    g.setFont(Font.font("System", 12));
    g.fillText(text, x + 9, base, cells.width() - 18);
    g.setStroke(theme.warm());
    g.setLineWidth(1.5);
    g.strokeLine(x + 8, base - 4, x + 10 + width, base - 4);
  }

  /** Leaves the directories out: {@code create tour.mp4}; counts voters: {@code 5 vote +n6}. */
  private String shortened(String command) {
    String text =
        command.startsWith(MEMBERS)
            ? voters(command.substring(MEMBERS.length()).split(",", -1))
            : command.replaceAll("/\\S*/(?=\\S)", "");
    int room = (int) (cells.width() / 6.8);
    return text.length() > room ? text.substring(0, room - 1) + "…" : text;
  }

  private static String voters(String[] members) {
    long voters = Arrays.stream(members).filter(member -> !member.startsWith("+")).count();
    return voters
        + " vote "
        + Arrays.stream(members)
            .filter(member -> member.startsWith("+"))
            .collect(Collectors.joining(" "));
  }
}
