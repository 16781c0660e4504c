package org.quorama.monitor.view.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.RowConstraints;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.metrics.Figures;
import org.quorama.monitor.model.metrics.MetricsFold.Span;
import org.quorama.monitor.model.metrics.Traffic;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.view.screen.Changes;
import org.quorama.monitor.view.screen.Screen;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.words.Words;

/** Figures over time as charts. Confined to the JavaFX thread. */
public final class MetricsScreen implements Screen {
  private static final double KIB = 1024;
  private static final double NARROW = 1000;
  private static final double LOW = 150;

  private final ClusterViewModel cluster;
  private final Words words;
  private final Plot throughput = new Plot("plot-throughput");
  private final Plot latency = new Plot("plot-latency");
  private final ElectionStrip elections = new ElectionStrip("plot-elections");
  private final Plot messages = new Plot("plot-messages");
  private final Plot bytes = new Plot("plot-bytes");
  private final KindTable kinds;
  private final Changes changes = new Changes();
  private final GridPane grid = new GridPane();
  private final BorderPane content;
  private Span window = Span.ALL.get(0);

  /**
   * Builds the screen.
   *
   * @param cluster what to show
   * @param words in which language
   */
  public MetricsScreen(ClusterViewModel cluster, Words words) {
    this.cluster = cluster;
    this.words = words;
    kinds = new KindTable(words);
    grid.setHgap(8);
    grid.setVgap(8);
    grid.setPadding(new Insets(4, 12, 8, 12));
    ScrollPane scroll = new ScrollPane(grid);
    scroll.setFitToWidth(true);
    scroll.setFitToHeight(true);
    scroll.setMinHeight(0);
    content = new BorderPane(scroll, choices(), null, null, null);
    content.setMinHeight(0);
  }

  /** Two beside each other where three would be too narrow to read, and none too low. */
  private void arrange(double scale) {
    boolean isNarrow = content.getWidth() > 0 && content.getWidth() < NARROW * scale;
    int columns = isNarrow ? 2 : 3;
    List<Region> all = List.of(throughput, latency, elections, messages, bytes, kinds);
    int rows = all.size() / columns;
    all.forEach(chart -> chart.setMinHeight(LOW * scale));
    if (grid.getColumnConstraints().size() == columns) {
      return;
    }
    grid.getChildren().clear();
    grid.getColumnConstraints().clear();
    grid.getRowConstraints().clear();
    for (int i = 0; i < all.size(); i++) {
      grid.add(all.get(i), i % columns, i / columns);
    }
    for (int i = 0; i < columns; i++) {
      ColumnConstraints column = new ColumnConstraints();
      column.setPercentWidth(100.0 / columns);
      grid.getColumnConstraints().add(column);
    }
    for (int i = 0; i < rows; i++) {
      RowConstraints row = new RowConstraints();
      row.setVgrow(Priority.ALWAYS);
      row.setPercentHeight(100.0 / rows);
      grid.getRowConstraints().add(row);
    }
    content.layout();
  }

  private HBox choices() {
    HBox bar = new HBox(6, new Label(words.text("metrics.window")));
    ToggleGroup group = new ToggleGroup();
    for (Span span : Span.ALL) {
      ToggleButton choice = new ToggleButton(Plot.time(span.seconds()).substring(1));
      choice.setId("window-" + span.seconds());
      choice.setToggleGroup(group);
      choice.setSelected(span.equals(window));
      choice.setOnAction(
          pressed -> {
            window = span;
            choice.setSelected(true);
          });
      bar.getChildren().add(choice);
    }
    bar.setAlignment(Pos.CENTER_LEFT);
    bar.setPadding(new Insets(4, 16, 2, 16));
    return bar;
  }

  @Override
  public String key() {
    return "metrics";
  }

  @Override
  public Region content() {
    return content;
  }

  @Override
  public void draw(Theme theme, long nowNanos) {
    arrange(theme.scale());
    boolean following = cluster.timeLine().followingProperty().get();
    long stepNanos = 500_000_000L * window.slotsPerStep();
    long step = Math.floorDiv(nowNanos, stepNanos);
    long read = following ? 0 : cluster.figures().readProperty().get();
    boolean isFirst = cluster.figures().readProperty().get() == 0;
    if (changes.in(theme.key(), step, read, isFirst, window, content.getWidth(), size())) {
      // the step that is not over yet would look like a fall
      boolean live = following && nowNanos > cluster.modelProperty().get().latestNanos();
      long end = live ? nowNanos - stepNanos : nowNanos;
      show(theme, cluster.figures().figures(end, window));
    }
  }

  private double size() {
    return content.getHeight() + throughput.getWidth() + throughput.getHeight();
  }

  private void show(Theme theme, Figures figures) {
    List<Plot.Line> rates = new ArrayList<>();
    rates.add(new Plot.Line(words.text("metrics.committed"), figures.committed()));
    rates.addAll(lines(figures.applied(), 1));
    throughput.draw(theme, data("metrics.throughput", rates));
    latency.draw(
        theme,
        data(
            "metrics.latency",
            List.of(
                new Plot.Line(words.text("metrics.median"), figures.latency().median()),
                new Plot.Line(words.text("metrics.worst"), figures.latency().worst()))));
    elections.draw(theme, figures, nodes(), data("metrics.elections", List.of()));
    List<Plot.Line> traffic = new ArrayList<>();
    for (Traffic kind : Traffic.values()) {
      traffic.add(
          new Plot.Line(
              words.text("metrics.traffic." + kind),
              figures.messages().getOrDefault(kind, List.of())));
    }
    messages.draw(theme, data("metrics.messages", traffic));
    bytes.draw(theme, data("metrics.bytes", lines(figures.bytes(), KIB)));
    kinds.show(figures, nodes(), theme.scale());
  }

  private List<NodeId> nodes() {
    return List.copyOf(cluster.modelProperty().get().nodes().keySet());
  }

  private static List<Plot.Line> lines(Map<NodeId, List<Double>> series, double unit) {
    List<Plot.Line> lines = new ArrayList<>();
    series.forEach(
        (node, values) ->
            lines.add(
                new Plot.Line(node.value(), values.stream().map(value -> value / unit).toList())));
    return lines;
  }

  private Plot.Data data(String key, List<Plot.Line> lines) {
    return new Plot.Data(
        words.text(key),
        lines,
        window.seconds(),
        words.text("metrics.now"),
        words.text("metrics.nothing"));
  }
}
