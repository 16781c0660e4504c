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
import org.quorama.monitor.model.LogPhase;
import org.quorama.monitor.model.NodeModel;
import org.quorama.monitor.viewmodel.ClusterViewModel;

/** The logs as an aligned grid: rows are nodes, columns indexes, borders the phases. */
final class LogGrid extends Pane {
  private static final double CELL = 96;
  private static final double ROW = 44;
  private static final double LEFT = 44;
  private static final double TOP = 26;
  private static final double MARGIN = 20;
  private static final int COMMAND = 14;

  private final ClusterViewModel cluster;
  private final Canvas canvas = new Canvas();

  LogGrid(ClusterViewModel cluster) {
    this.cluster = cluster;
    setId("log-grid");
    setMinSize(300, TOP + 5 * ROW + 40);
    setPrefHeight(TOP + 5 * ROW + 40);
    setMaxHeight(TOP + 5 * ROW + 40);
    getChildren().add(canvas);
  }

  @Override
  protected void layoutChildren() {
    canvas.setWidth(getWidth());
    canvas.setHeight(getHeight());
  }

  void draw(Theme theme) {
    ClusterModel model = cluster.modelProperty().get();
    GraphicsContext g = canvas.getGraphicsContext2D();
    g.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
    long last =
        model.nodes().values().stream().mapToLong(node -> node.raft().lastIndex()).max().orElse(0);
    int columns = Math.max(1, (int) ((canvas.getWidth() - LEFT - MARGIN) / CELL));
    long first = Math.max(1, last - columns + 1);
    setAccessibleText("Logs, entries " + first + " to " + last);
    header(g, theme, first, last);
    double y = TOP;
    Map<NodeId, NodeModel.Progress> peers = model.leader().map(NodeModel::peers).orElseGet(Map::of);
    for (NodeModel node : model.nodes().values()) {
      row(g, theme, node, first, y);
      commitBar(g, theme, node, first, y);
      progress(g, theme, peers.get(node.id()), first, y);
      y += ROW;
    }
    g.setFont(Font.font("System", 12));
    g.setFill(theme.muted());
    g.setTextAlign(TextAlignment.LEFT);
    g.fillText(
        "dashed: appended · solid: durable · filled: committed, up to the bar · ✓ applied\n"
            + "the leader's view: ● the follower holds it · ▲ the follower gets it next",
        4,
        y + 15);
  }

  private static void commitBar(
      GraphicsContext g, Theme theme, NodeModel node, long first, double y) {
    long commit = node.raft().commitIndex();
    if (commit >= first) {
      g.setFill(theme.accent());
      g.fillRect(LEFT + (commit - first + 1) * CELL - 2.5, y - 1, 5, ROW + 2);
    }
  }

  /** The dot in the last cell that the leader knows to be there, the caret before the next. */
  private static void progress(
      GraphicsContext g, Theme theme, NodeModel.@Nullable Progress known, long first, double y) {
    if (known == null) {
      return;
    }
    g.setFill(theme.warm());
    if (known.matchIndex() >= first) {
      double x = LEFT + (known.matchIndex() - first + 1) * CELL - 14;
      g.fillOval(x - 4, y + 9, 8, 8);
    }
    if (known.nextIndex() >= first) {
      double x = LEFT + (known.nextIndex() - first) * CELL + 10;
      double[] xs = {x - 5, x, x + 5};
      g.fillPolygon(xs, new double[] {y + ROW - 1, y + ROW - 10, y + ROW - 1}, 3);
    }
  }

  private static void header(GraphicsContext g, Theme theme, long first, long last) {
    g.setFont(Font.font("System", 12));
    g.setFill(theme.muted());
    g.setTextAlign(TextAlignment.LEFT);
    g.fillText("log", 4, 17);
    g.setTextAlign(TextAlignment.CENTER);
    for (long index = first; index <= last; index++) {
      g.fillText(Long.toString(index), LEFT + (index - first + 0.5) * CELL, 17);
    }
  }

  private static void row(GraphicsContext g, Theme theme, NodeModel node, long first, double y) {
    g.setTextAlign(TextAlignment.LEFT);
    g.setFill(node.isAlive() ? theme.text() : theme.muted());
    g.setFont(Font.font("System", FontWeight.BOLD, 13));
    g.fillText(node.id().toString(), 4, y + 26);
    for (LogCell cell : node.log().tailMap(first, true).values()) {
      cell(g, theme, cell, node.phaseOf(cell.index()), LEFT + (cell.index() - first) * CELL, y);
    }
  }

  private static void cell(
      GraphicsContext g, Theme theme, LogCell cell, LogPhase phase, double x, double y) {
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
    g.fillText("t" + cell.term() + (phase == LogPhase.APPLIED ? "  ✓" : ""), x + 8, y + 18);
    g.setFont(Font.font("System", 12));
    g.fillText(shortened(cell.command()), x + 8, y + 34, CELL - 14);
  }

  /** Leaves the directories out: {@code create tour.mp4}. */
  private static String shortened(String command) {
    String text = command.replaceAll("/\\S*/(?=\\S)", "");
    return text.length() > COMMAND ? text.substring(0, COMMAND - 1) + "…" : text;
  }
}
