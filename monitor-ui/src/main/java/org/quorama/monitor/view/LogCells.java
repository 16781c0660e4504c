package org.quorama.monitor.view;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.quorama.monitor.model.LogCell;
import org.quorama.monitor.model.LogPhase;

/** Draws the cells of the log grid. Lives for one frame. */
final class LogCells {
  static final double CELL = 96;
  static final double ROW = 44;
  static final double BLOCK = 84;
  private static final String MEMBERS = "members ";
  private static final int COMMAND = 14;

  private final GraphicsContext g;
  private final Theme theme;

  LogCells(GraphicsContext g, Theme theme) {
    this.g = g;
    this.theme = theme;
  }

  /** All the entries that a snapshot stands for, as one block that ends at the last of them. */
  void block(long last, double left, double end, double y) {
    double x = left + 2;
    double width = end - left - 4;
    double height = ROW - 4;
    g.save();
    g.beginPath();
    g.rect(x, y + 2, width, height);
    g.clip();
    g.setStroke(theme.accent().deriveColor(0, 1, 1, 0.35));
    g.setLineWidth(1.5);
    for (double at = x - height; at < x + width; at += 9) {
      g.strokeLine(at, y + 2 + height, at + height, y + 2);
    }
    g.restore();
    g.setStroke(theme.accent());
    g.setLineWidth(2.5);
    g.strokeRect(x, y + 2, width, height);
    String text = String.format(Locale.ROOT, "…%,d", last);
    g.setFill(theme.ground());
    g.fillRect(x + width - BLOCK + 10, y + 13, BLOCK - 16, 18);
    g.setFill(theme.text());
    g.setTextAlign(TextAlignment.CENTER);
    g.setFont(Font.font("System", FontWeight.BOLD, 12));
    g.fillText(text, x + width - BLOCK / 2 + 2, y + 26, BLOCK - 18);
  }

  /** One entry; its border says how far this node is with it. */
  void cell(LogCell cell, LogPhase phase, double x, double y) {
    boolean committed = phase.compareTo(LogPhase.COMMITTED) >= 0;
    if (committed) {
      g.setFill(theme.accent().deriveColor(0, 1, 1, 0.22));
      g.fillRect(x + 2, y + 2, CELL - 4, ROW - 4);
    }
    g.setStroke(committed ? theme.accent() : theme.text());
    g.setLineWidth(committed ? 2.5 : 1.5);
    g.setLineDashes(phase == LogPhase.APPENDED ? new double[] {5, 4} : new double[0]);
    g.strokeRect(x + 2, y + 2, CELL - 4, ROW - 4);
    g.setLineDashes();
    g.setTextAlign(TextAlignment.LEFT);
    g.setFill(theme.text());
    g.setFont(Font.font("System", FontWeight.BOLD, 12));
    String mark = cell.command().startsWith(MEMBERS) ? "  ◆" : "";
    String tick = phase == LogPhase.APPLIED ? "  ✓" : "";
    g.fillText("t" + cell.term() + mark + tick, x + 8, y + 18);
    g.setFont(Font.font("System", 12));
    g.fillText(shortened(cell.command()), x + 8, y + 34, CELL - 14);
  }

  /** Leaves the directories out: {@code create tour.mp4}; counts voters: {@code 5 vote +n6}. */
  private static String shortened(String command) {
    String text =
        command.startsWith(MEMBERS)
            ? voters(command.substring(MEMBERS.length()).split(",", -1))
            : command.replaceAll("/\\S*/(?=\\S)", "");
    return text.length() > COMMAND ? text.substring(0, COMMAND - 1) + "…" : text;
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
