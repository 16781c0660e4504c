package org.quorama.monitor.view.log;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;
import org.quorama.monitor.model.LogCell;
import org.quorama.monitor.model.NodeModel;
import org.quorama.monitor.model.look.LogTable;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.viewmodel.select.Selected;

/** Draws the rows of the log grid. Lives for one frame. */
final class LogPainter {
  private static final double REMOVED = 0.5;
  private static final double PIP = 11;

  private final GraphicsContext g;
  private final Theme theme;
  private final Cells cells;
  private final LogTable table;
  private final Sight sight;

  /**
   * Which entries are in sight.
   *
   * @param first the first of them
   * @param last the last of them
   * @param blockLeft where the block of a snapshot begins
   */
  record Sight(long first, long last, double blockLeft) {}

  LogPainter(GraphicsContext g, Theme theme, Cells cells, LogTable table, Sight sight) {
    this.g = g;
    this.theme = theme;
    this.cells = cells;
    this.table = table;
    this.sight = sight;
  }

  private double x(long index) {
    return cells.x(index, sight.first());
  }

  /** The indexes, and below each how many voters hold it, with a mark from the majority on. */
  void header(String title) {
    g.setFont(Font.font("System", 12));
    g.setFill(theme.muted());
    g.setTextAlign(TextAlignment.LEFT);
    g.fillText(title, 4, 17);
    g.setTextAlign(TextAlignment.CENTER);
    int voters = table.cluster().voters().size();
    int step = cells.width() < 34 ? 5 : 1;
    for (long index = sight.first(); index <= sight.last(); index++) {
      double middle = x(index) + cells.width() / 2;
      if (index % step == 0 || step == 1) {
        g.setFill(theme.muted());
        g.setFont(Font.font("System", 12));
        g.fillText(Long.toString(index), middle, 14);
      }
      copies(index, middle, voters);
    }
  }

  /** A pip a voter, full if it holds the entry, and the mark that a majority has to reach. */
  private void copies(long index, double middle, int voters) {
    int copies = table.copies(index);
    boolean majority = table.isOnMajority(index);
    g.setFill(majority ? theme.text() : theme.muted());
    g.setStroke(majority ? theme.text() : theme.muted());
    if (!cells.hasCommands()) {
      g.setFont(Font.font("System", majority ? FontWeight.BOLD : FontWeight.NORMAL, 12));
      g.fillText(Integer.toString(copies), middle, 30);
      return;
    }
    g.setLineWidth(1.2);
    double x = middle - voters * PIP / 2;
    for (int pip = 0; pip < voters; pip++) {
      if (pip < copies) {
        g.fillOval(x + 1.5, 22, PIP - 3, PIP - 3);
      } else {
        g.strokeOval(x + 2, 22.5, PIP - 4, PIP - 4);
      }
      x += PIP;
    }
    g.setLineWidth(2);
    double mark = middle - voters * PIP / 2 + table.cluster().quorum() * PIP;
    g.strokeLine(mark, 19, mark, 32);
  }

  void row(NodeModel node, int row, @Nullable Selected chosen) {
    double y = cells.y(row);
    g.setGlobalAlpha(table.cluster().members().includes(node.id()) ? 1 : REMOVED);
    LogCells painter = new LogCells(g, theme, cells);
    long replaced = node.raft().snapshotIndex();
    if (replaced > 0) {
      double end = replaced < sight.first() ? cells.left() : x(replaced + 1);
      painter.block(replaced, sight.blockLeft(), end, y);
    }
    for (long index = Math.max(sight.first(), replaced + 1); index <= sight.last(); index++) {
      entry(painter, node, index, y);
    }
    commitBar(node, y);
    progress(table.progressOf(node.id()), y);
    g.setGlobalAlpha(1);
    if (chosen instanceof Selected.OfEntry entry && entry.node().equals(node.id())) {
      choose(entry.index(), y);
    }
  }

  private void entry(LogCells painter, NodeModel node, long index, double y) {
    LogCell cell = node.log().get(index);
    LogCell struck = LogTable.struck(node, index);
    if (cell != null) {
      painter.cell(cell, node.phaseOf(index), x(index), y);
    } else if (struck != null) {
      painter.gone(struck, x(index), y);
    } else if (index <= node.raft().lastIndex()) {
      unknown(x(index), y);
    }
    if (cell != null && struck != null) {
      painter.replaced(struck, x(index), y);
    }
  }

  /** An entry that is there, but that nobody told this window of. */
  private void unknown(double x, double y) {
    g.setFill(theme.muted());
    g.setTextAlign(TextAlignment.CENTER);
    g.setFont(Font.font("System", 12));
    g.fillText("?", x + cells.width() / 2, y + cells.height() / 2 + 4.5);
  }

  private void choose(long index, double y) {
    if (index >= sight.first() && index <= sight.last()) {
      g.setStroke(theme.warm());
      g.setLineWidth(3);
      g.strokeRoundRect(x(index), y, cells.width(), cells.height(), 8, 8);
    }
  }

  private void commitBar(NodeModel node, double y) {
    long commit = node.raft().commitIndex();
    if (commit >= sight.first() && commit <= sight.last()) {
      Color color = node.isAlive() ? theme.accent() : theme.muted();
      g.setFill(color);
      g.fillRect(x(commit + 1) - 2.5, y - 1, 5, cells.height() + 2);
    }
  }

  /** The dot in the last cell that the leader knows to be there, the caret below the next. */
  private void progress(NodeModel.@Nullable Progress known, double y) {
    if (known == null) {
      return;
    }
    g.setFill(theme.warm());
    long match = known.matchIndex();
    if (match >= sight.first() && match <= sight.last()) {
      double x = x(match + 1) - 12;
      g.fillOval(x - 4, y + cells.height() - 14, 8, 8);
    }
    long next = known.nextIndex();
    if (next >= sight.first() && next <= sight.last() + 1) {
      double x = x(next) + 10;
      double base = y + cells.height() - 1;
      g.fillPolygon(new double[] {x - 5, x, x + 5}, new double[] {base, base - 9, base}, 3);
    }
  }
}
