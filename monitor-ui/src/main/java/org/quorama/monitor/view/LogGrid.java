package org.quorama.monitor.view;

import java.util.Map;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Pane;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.LogCell;
import org.quorama.monitor.model.NodeModel;
import org.quorama.monitor.viewmodel.ClusterViewModel;

/** The logs as an aligned grid: rows are nodes, columns indexes, borders the phases. */
final class LogGrid extends Pane {
  private static final double LEFT = 44;
  private static final double TOP = 26;
  private static final double MARGIN = 20;
  private static final int USUAL_ROWS = 5;
  private static final double WORDS = 58;

  private final ClusterViewModel cluster;
  private final Canvas canvas = new Canvas();

  LogGrid(ClusterViewModel cluster) {
    this.cluster = cluster;
    setId("log-grid");
    rows(USUAL_ROWS);
    getChildren().add(canvas);
  }

  private void rows(int rows) {
    double height = TOP + Math.max(USUAL_ROWS, rows) * LogCells.ROW + WORDS;
    if (getPrefHeight() != height) {
      setMinSize(300, height);
      setPrefHeight(height);
      setMaxHeight(height);
    }
  }

  @Override
  protected void layoutChildren() {
    canvas.setWidth(getWidth());
    canvas.setHeight(getHeight());
  }

  /** Which entries are seen, and where the first of them begins. */
  private record Window(long first, long last, double left) {
    double x(long index) {
      return left + (index - first) * LogCells.CELL;
    }
  }

  private Window window(ClusterModel model) {
    long last =
        model.nodes().values().stream().mapToLong(node -> node.raft().lastIndex()).max().orElse(0);
    boolean blocks =
        model.nodes().values().stream().anyMatch(node -> node.raft().snapshotIndex() > 0);
    double left = blocks ? LEFT + LogCells.BLOCK : LEFT;
    int columns = Math.max(1, (int) ((canvas.getWidth() - left - MARGIN) / LogCells.CELL));
    return new Window(Math.max(1, last - columns + 1), last, left);
  }

  void draw(Theme theme) {
    ClusterModel model = cluster.modelProperty().get();
    rows(model.nodes().size());
    GraphicsContext g = canvas.getGraphicsContext2D();
    g.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
    Window window = window(model);
    setAccessibleText("Logs, entries " + window.first() + " to " + window.last());
    header(g, theme, window);
    double y = TOP;
    Map<NodeId, NodeModel.Progress> peers = model.leader().map(NodeModel::peers).orElseGet(Map::of);
    for (NodeModel node : model.nodes().values()) {
      g.setGlobalAlpha(model.members().includes(node.id()) ? 1 : NodeGlyph.DIMMED);
      row(g, theme, node, window, y);
      commitBar(g, theme, node, window, y);
      progress(g, theme, peers.get(node.id()), window, y);
      y += LogCells.ROW;
    }
    g.setGlobalAlpha(1);
    words(g, theme, y + 15);
  }

  private static void words(GraphicsContext g, Theme theme, double y) {
    g.setFont(Font.font("System", 12));
    g.setFill(theme.muted());
    g.setTextAlign(TextAlignment.LEFT);
    g.fillText(
        """
        dashed: appended · solid: durable · filled: committed, to the bar
        ✓ applied · ◆ changes the members · hatched: a snapshot up to its last
        the leader's view: ● the follower holds it · ▲ the follower gets it next""",
        4,
        y);
  }

  private static void commitBar(
      GraphicsContext g, Theme theme, NodeModel node, Window window, double y) {
    long commit = node.raft().commitIndex();
    if (commit >= window.first()) {
      g.setFill(theme.accent());
      g.fillRect(window.x(commit + 1) - 2.5, y - 1, 5, LogCells.ROW + 2);
    }
  }

  /** The dot in the last cell that the leader knows to be there, the caret before the next. */
  private static void progress(
      GraphicsContext g, Theme theme, NodeModel.@Nullable Progress known, Window window, double y) {
    if (known == null) {
      return;
    }
    g.setFill(theme.warm());
    if (known.matchIndex() >= window.first()) {
      double x = window.x(known.matchIndex() + 1) - 14;
      g.fillOval(x - 4, y + 9, 8, 8);
    }
    if (known.nextIndex() >= window.first()) {
      double x = window.x(known.nextIndex()) + 10;
      double[] xs = {x - 5, x, x + 5};
      g.fillPolygon(
          xs, new double[] {y + LogCells.ROW - 1, y + LogCells.ROW - 10, y + LogCells.ROW - 1}, 3);
    }
  }

  private static void header(GraphicsContext g, Theme theme, Window window) {
    g.setFont(Font.font("System", 12));
    g.setFill(theme.muted());
    g.setTextAlign(TextAlignment.LEFT);
    g.fillText("log", 4, 17);
    g.setTextAlign(TextAlignment.CENTER);
    if (window.left() > LEFT) {
      g.fillText("snapshot", LEFT + LogCells.BLOCK / 2, 17);
    }
    for (long index = window.first(); index <= window.last(); index++) {
      g.fillText(Long.toString(index), window.x(index) + LogCells.CELL / 2, 17);
    }
  }

  private static void row(GraphicsContext g, Theme theme, NodeModel node, Window window, double y) {
    g.setTextAlign(TextAlignment.LEFT);
    g.setFill(node.isAlive() ? theme.text() : theme.muted());
    g.setFont(Font.font("System", FontWeight.BOLD, 13));
    g.fillText(node.id().toString(), 4, y + 26);
    LogCells cells = new LogCells(g, theme);
    long replaced = node.raft().snapshotIndex();
    if (replaced > 0) {
      double end = replaced < window.first() ? window.left() : window.x(replaced + 1);
      cells.block(replaced, LEFT, end, y);
    }
    for (LogCell cell : node.log().tailMap(Math.max(window.first(), replaced + 1)).values()) {
      cells.cell(cell, node.phaseOf(cell.index()), window.x(cell.index()), y);
    }
  }
}
