package org.quorama.monitor.view;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
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
  private static final double BLOCK = 84;
  private static final int USUAL_ROWS = 5;
  private static final double WORDS = 58;
  private static final String MEMBERS = "members ";
  private static final int COMMAND = 14;

  private final ClusterViewModel cluster;
  private final Canvas canvas = new Canvas();

  LogGrid(ClusterViewModel cluster) {
    this.cluster = cluster;
    setId("log-grid");
    rows(USUAL_ROWS);
    getChildren().add(canvas);
  }

  private void rows(int rows) {
    double height = TOP + Math.max(USUAL_ROWS, rows) * ROW + WORDS;
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
      return left + (index - first) * CELL;
    }
  }

  private Window window(ClusterModel model) {
    long last =
        model.nodes().values().stream().mapToLong(node -> node.raft().lastIndex()).max().orElse(0);
    boolean blocks =
        model.nodes().values().stream().anyMatch(node -> node.raft().snapshotIndex() > 0);
    double left = blocks ? LEFT + BLOCK : LEFT;
    int columns = Math.max(1, (int) ((canvas.getWidth() - left - MARGIN) / CELL));
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
      y += ROW;
    }
    g.setGlobalAlpha(1);
    words(g, theme, y + 15);
  }

  private static void words(GraphicsContext g, Theme theme, double y) {
    g.setFont(Font.font("System", 12));
    g.setFill(theme.muted());
    g.setTextAlign(TextAlignment.LEFT);
    g.fillText(
        "dashed: appended · solid: durable · filled: committed, up to the bar · ✓ applied\n"
            + "◆ changes the members · hatched: a snapshot stands for all entries up to its last\n"
            + "the leader's view: ● the follower holds it · ▲ the follower gets it next",
        4,
        y);
  }

  private static void commitBar(
      GraphicsContext g, Theme theme, NodeModel node, Window window, double y) {
    long commit = node.raft().commitIndex();
    if (commit >= window.first()) {
      g.setFill(theme.accent());
      g.fillRect(window.x(commit + 1) - 2.5, y - 1, 5, ROW + 2);
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
      g.fillPolygon(xs, new double[] {y + ROW - 1, y + ROW - 10, y + ROW - 1}, 3);
    }
  }

  private static void header(GraphicsContext g, Theme theme, Window window) {
    g.setFont(Font.font("System", 12));
    g.setFill(theme.muted());
    g.setTextAlign(TextAlignment.LEFT);
    g.fillText("log", 4, 17);
    g.setTextAlign(TextAlignment.CENTER);
    if (window.left() > LEFT) {
      g.fillText("snapshot", LEFT + BLOCK / 2, 17);
    }
    for (long index = window.first(); index <= window.last(); index++) {
      g.fillText(Long.toString(index), window.x(index) + CELL / 2, 17);
    }
  }

  private static void row(GraphicsContext g, Theme theme, NodeModel node, Window window, double y) {
    g.setTextAlign(TextAlignment.LEFT);
    g.setFill(node.isAlive() ? theme.text() : theme.muted());
    g.setFont(Font.font("System", FontWeight.BOLD, 13));
    g.fillText(node.id().toString(), 4, y + 26);
    long replaced = node.raft().snapshotIndex();
    if (replaced > 0) {
      double end = replaced < window.first() ? window.left() : window.x(replaced + 1);
      block(g, theme, replaced, end, y);
    }
    for (LogCell cell : node.log().tailMap(Math.max(window.first(), replaced + 1)).values()) {
      cell(g, theme, cell, node.phaseOf(cell.index()), window.x(cell.index()), y);
    }
  }

  /** All the entries that a snapshot stands for, as one block that ends at the last of them. */
  private static void block(GraphicsContext g, Theme theme, long last, double end, double y) {
    double x = LEFT + 2;
    double width = end - LEFT - 4;
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
