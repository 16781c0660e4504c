package org.quorama.monitor.view;

import java.util.function.Supplier;
import javafx.geometry.Insets;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.quorama.monitor.view.screen.Legend;
import org.quorama.monitor.viewmodel.ChunksViewModel;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.words.Words;

/** The map of the chunks, a line on their health above, the history of the chosen one below. */
final class ChunkMap extends VBox {
  private static final double HISTORY = 122;
  private static final double LINE = 20;
  private static final double FEW = 12;
  private static final long LEASE_NANOS = 250_000_000L;

  private final ChunksViewModel chunks;
  private final ChunkTable table;
  private final Supplier<Theme> theme;
  private final ListView<String> lines = new ListView<>();
  private long drawnNanos = System.nanoTime() - LEASE_NANOS;

  /** Takes whether it has all the room: it says more of each replica then. */
  ChunkMap(ClusterViewModel cluster, Supplier<Theme> theme, boolean full) {
    super(4);
    this.theme = theme;
    chunks = cluster.chunkMap();
    table = new ChunkTable(cluster, theme, full ? ReplicaCell.Size.LARGE : ReplicaCell.Size.SMALL);
    Label summary = new Label();
    summary.setId("chunk-summary");
    summary.setStyle("-fx-font-size: 0.9em;");
    summary.textProperty().bind(chunks.summaryProperty());
    String key = full ? "screens.chunks.legend" : "frame.chunks.legend";
    Label legend = new Legend(Words.here().text(key), this, full ? Legend.SIGNS : FEW);
    legend.setStyle("-fx-text-fill: -color-fg-muted; -fx-font-size: 0.86em;");
    setVgrow(table, Priority.ALWAYS);
    table.setMinHeight(90);
    getChildren().addAll(summary, table, legend, history(full));
    if (full) {
      setPadding(new Insets(4, 12, 6, 12));
    }
  }

  private VBox history(boolean full) {
    Label title = new Label();
    title.setId("chunk-history-title");
    title.setStyle("-fx-font-weight: bold;");
    title.textProperty().bind(chunks.titleProperty());
    lines.setItems(chunks.history());
    lines.setId("chunk-history");
    lines.setAccessibleText(Words.here().text("frame.chunks.history"));
    lines.getStyleClass().add("dense");
    double height = full ? 2 * HISTORY : HISTORY;
    lines.setPrefHeight(height);
    lines.setMinHeight(height);
    VBox history = new VBox(2, title, lines);
    history.visibleProperty().bind(chunks.titleProperty().isNotEmpty());
    history.managedProperty().bind(history.visibleProperty());
    return history;
  }

  /** Makes the columns when the nodes are known, and draws the arcs of the leases as they are. */
  void draw() {
    table.columns();
    table.keepChosenInSight();
    lines.setFixedCellSize(LINE * theme.get().scale());
    long real = System.nanoTime();
    if (real - drawnNanos > LEASE_NANOS) {
      drawnNanos = real;
      table.refresh();
    }
  }
}
