package org.quorama.monitor.view.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Pane;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.LogCell;
import org.quorama.monitor.model.NodeModel;
import org.quorama.monitor.model.look.LogTable;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.view.screen.Changes;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.log.LogWindow;
import org.quorama.monitor.viewmodel.select.Selected;
import org.quorama.monitor.words.Term;
import org.quorama.monitor.words.Words;

/**
 * The logs as an aligned grid: rows are nodes, columns indexes, borders the phases. Only what is in
 * sight is drawn, and only when it changed. Confined to the JavaFX thread.
 */
public final class LogGrid extends Pane {
  private static final double TOP = 36;
  private static final double ROW = 44;
  private static final double TALLEST = 84;
  private static final double LEAST = 30;
  private static final double SHORTEST = 17;
  private static final double TWO_LINES = 34;
  private static final int USUAL_ROWS = 5;
  private static final List<Double> WIDTHS = List.of(22.0, 44.0, 96.0, 160.0);
  private static final int USUAL_WIDTH = 2;

  private final ClusterViewModel cluster;
  private final Words words;
  private final boolean isFull;
  private final LogWindow window = new LogWindow();
  private final LogLegend legend;
  private final Canvas canvas = new Canvas();
  private final Changes changes = new Changes();

  /** What the logs are made of; the same object as long as that is the same. */
  private List<NodeModel> logs = List.of();

  private final Tooltip tip = new Tooltip();
  private int width = USUAL_WIDTH;
  private double scale = 1;
  private Cells cells = new Cells(44, TOP, 96, ROW);

  /**
   * Makes one.
   *
   * @param cluster whose logs
   * @param words what is said
   * @param full true if it has all the room: it says more of each node then
   */
  public LogGrid(ClusterViewModel cluster, Words words, boolean full) {
    this.cluster = cluster;
    this.words = words;
    this.isFull = full;
    this.legend = new LogLegend(words);
    setId("log-grid");
    setFocusTraversable(true);
    setMinSize(200, 120);
    setPrefHeight(TOP + USUAL_ROWS * ROW + 3 * LogLegend.LINE);
    canvas.setManaged(false);
    getChildren().add(canvas);
    addEventHandler(MouseEvent.MOUSE_CLICKED, this::click);
    addEventHandler(MouseEvent.MOUSE_MOVED, this::hover);
    addEventHandler(ScrollEvent.SCROLL, this::wheel);
    addEventHandler(KeyEvent.KEY_PRESSED, this::key);
  }

  /** Returns which part of the logs is in sight. */
  public LogWindow window() {
    return window;
  }

  @Override
  protected void layoutChildren() {
    canvas.setWidth(getWidth());
    canvas.setHeight(getHeight());
  }

  private double across() {
    return canvas.getWidth() / scale;
  }

  private double down() {
    return canvas.getHeight() / scale;
  }

  private Cells cellsFor(ClusterModel model, boolean blocks) {
    double left = isFull ? 158 : 44;
    int rows = Math.max(1, model.nodes().size());
    double words = legend.lines(across()) * LogLegend.LINE + 12;
    double room = down() - TOP - words;
    double fits = room / rows < LEAST ? (down() - TOP - 4) / rows : room / rows;
    double height = Math.max(SHORTEST, Math.min(isFull ? TALLEST : ROW, fits));
    return new Cells(blocks ? left + Cells.BLOCK : left, TOP, WIDTHS.get(width), height);
  }

  /**
   * Draws what changed.
   *
   * @param theme how it looks
   */
  public void draw(Theme theme) {
    scale = theme.scale();
    ClusterModel model = cluster.modelProperty().get();
    wish(model.nodes().size());
    LogTable table = new LogTable(model);
    cells = cellsFor(model, table.hasSnapshots());
    window.update(table.last(), cells.columns(across()));
    long first = window.firstProperty().get();
    Selected chosen = cluster.selection().selectedProperty().get();
    List<NodeModel> now = model.nodes().values().stream().map(NodeModel::atRest).toList();
    logs = now.equals(logs) ? logs : now;
    if (!changes.in(
        logs,
        model.members(),
        theme,
        canvas.getWidth(),
        canvas.getHeight(),
        first,
        width,
        chosen,
        isFocused())) {
      return;
    }
    GraphicsContext g = canvas.getGraphicsContext2D();
    g.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
    g.save();
    g.scale(scale, scale);
    LogPainter.Sight sight = new LogPainter.Sight(first, window.lastInSight(), isFull ? 158 : 44);
    LogPainter painter = new LogPainter(g, theme, cells, table, sight);
    painter.header(words.text("screens.log.copies"));
    int row = 0;
    for (NodeModel node : model.nodes().values()) {
      name(g, theme, node, row);
      painter.row(node, row++, chosen);
    }
    if (table.last() == 0) {
      empty(g, theme);
    }
    legend.draw(g, theme, across() - 8, cells.y(row) + 8);
    g.restore();
    setAccessibleText(spoken(model, chosen));
  }

  /** As much as all rows and the legend need, at the size of the theme. */
  private void wish(int nodes) {
    double rows = Math.max(USUAL_ROWS, nodes) * ROW;
    int lines = getWidth() == 0 ? 3 : legend.lines(across());
    double wanted = (TOP + rows + (lines + 1) * LogLegend.LINE) * scale;
    if (!isFull && Math.abs(getPrefHeight() - wanted) > 1) {
      setPrefHeight(wanted);
    }
  }

  private void empty(GraphicsContext g, Theme theme) {
    g.setFill(theme.muted());
    g.setFont(Font.font("System", 13));
    g.setTextAlign(TextAlignment.LEFT);
    g.fillText(words.text("screens.log.empty"), cells.left() + 8, cells.top() + 26);
  }

  private void name(GraphicsContext g, Theme theme, NodeModel node, int row) {
    double middle = cells.y(row) + cells.height() / 2;
    boolean chosen = node.id().equals(cluster.selectedProperty().get());
    if (chosen) {
      g.setFill(theme.accent().deriveColor(0, 1, 1, 0.18));
      g.fillRoundRect(0, cells.y(row) + 2, isFull ? 154 : 40, cells.height() - 4, 6, 6);
    }
    g.setTextAlign(TextAlignment.LEFT);
    g.setFill(node.isAlive() ? theme.text() : theme.muted());
    g.setFont(Font.font("System", FontWeight.BOLD, 13));
    boolean both = isFull && cells.height() >= TWO_LINES;
    double line = both ? middle - 4 : middle + 4.5;
    g.fillText(node.id().toString(), 4, line);
    if (isFull) {
      g.setFont(Font.font("System", 12));
      String english = cluster.modelProperty().get().roleWord(node);
      String role = words.say(new Term("frame.role", english));
      g.fillText(role + " · t" + node.raft().term(), 32, line, 122);
    }
    if (both) {
      g.setFill(theme.muted());
      g.fillText(
          words.text("screens.log.depth", node.raft().commitIndex(), node.raft().lastApplied()),
          4,
          middle + 13,
          150);
    }
  }

  private String spoken(ClusterModel model, Selected chosen) {
    String range =
        words.text("screens.log.range", window.firstProperty().get(), window.lastInSight());
    if (!(chosen instanceof Selected.OfEntry entry)) {
      return range;
    }
    return range + ". " + spoken(model.node(entry.node()), entry.index());
  }

  /** One entry in words: what it is, and how far its node is with it. */
  private String spoken(NodeModel node, long index) {
    LogCell cell = node.log().get(index);
    LogCell struck = LogTable.struck(node, index);
    if (cell == null) {
      return struck == null
          ? words.text("screens.log.nothing", node.id(), index)
          : words.text("screens.log.gone", node.id(), index, struck.term(), struck.command());
    }
    String phase = words.text("screens.log.phase." + node.phaseOf(index).name());
    return words.text("screens.log.entry", node.id(), index, cell.term(), cell.command(), phase);
  }

  private Optional<NodeModel> nodeAt(double y) {
    int row = (int) Math.floor((y / scale - cells.top()) / cells.height());
    List<NodeModel> nodes = new ArrayList<>(cluster.modelProperty().get().nodes().values());
    return row < 0 || row >= nodes.size() ? Optional.empty() : Optional.of(nodes.get(row));
  }

  private long indexAt(double onCanvas) {
    double x = onCanvas / scale;
    return x < cells.left()
        ? 0
        : window.firstProperty().get() + (long) ((x - cells.left()) / cells.width());
  }

  private void click(MouseEvent click) {
    requestFocus();
    long index = indexAt(click.getX());
    nodeAt(click.getY()).ifPresent(node -> choose(node.id(), index));
  }

  private void choose(NodeId node, long index) {
    boolean isEntry = index > 0 && index <= window.lastInSight();
    cluster
        .selection()
        .select(isEntry ? new Selected.OfEntry(node, index) : new Selected.OfNode(node));
  }

  private void hover(MouseEvent move) {
    long index = indexAt(move.getX());
    Optional<NodeModel> node = nodeAt(move.getY());
    if (node.isPresent() && index > 0 && index <= window.lastInSight()) {
      tip.setText(spoken(node.get(), index));
      Tooltip.install(this, tip);
    } else {
      Tooltip.uninstall(this, tip);
    }
  }

  private void wheel(ScrollEvent wheel) {
    double by = Math.abs(wheel.getDeltaX()) > 0 ? wheel.getDeltaX() : wheel.getDeltaY();
    if (wheel.isControlDown()) {
      zoom(by > 0 ? 1 : -1);
    } else {
      window.scroll(by > 0 ? -1 : 1);
    }
    wheel.consume();
  }

  /** Makes the cells wider or narrower. */
  void zoom(int by) {
    width = Math.max(0, Math.min(WIDTHS.size() - 1, width + by));
  }

  private void key(KeyEvent key) {
    switch (key.getCode()) {
      case LEFT -> step(0, -1);
      case RIGHT -> step(0, 1);
      case UP -> step(-1, 0);
      case DOWN -> step(1, 0);
      case PAGE_UP -> window.scroll(-10);
      case PAGE_DOWN -> window.scroll(10);
      case HOME -> window.scrollTo(1);
      case END -> window.scrollTo(Long.MAX_VALUE);
      case PLUS, ADD, EQUALS -> zoom(1);
      case MINUS, SUBTRACT -> zoom(-1);
      default -> {
        return;
      }
    }
    key.consume();
  }

  /** Chooses the entry beside the chosen one; the newest of the first node if none is. */
  private void step(int rows, int entries) {
    List<NodeId> nodes = new ArrayList<>(cluster.modelProperty().get().nodes().keySet());
    if (nodes.isEmpty()) {
      return;
    }
    if (!(cluster.selection().selectedProperty().get() instanceof Selected.OfEntry entry)) {
      NodeId chosen = cluster.selectedProperty().get();
      choose(chosen == null ? nodes.get(0) : chosen, window.lastInSight());
      return;
    }
    int row = Math.max(0, Math.min(nodes.size() - 1, nodes.indexOf(entry.node()) + rows));
    long index = Math.max(1, entry.index() + entries);
    window.reveal(index);
    choose(nodes.get(row), Math.min(index, Math.max(1, window.lastInSight())));
  }
}
