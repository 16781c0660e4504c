package org.quorama.monitor.view;

import java.util.function.Supplier;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.quorama.monitor.viewmodel.ChunksViewModel;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.words.Words;

/** The map of the chunks, a line on their health above, the history of the chosen one below. */
final class ChunkMap extends VBox {
  private static final double HISTORY = 122;
  private static final long LEASE_NANOS = 250_000_000L;

  private final ChunksViewModel chunks;
  private final ChunkTable table;
  private long drawnNanos = System.nanoTime() - LEASE_NANOS;

  ChunkMap(ClusterViewModel cluster, Supplier<Theme> theme) {
    super(4);
    chunks = cluster.chunkMap();
    table = new ChunkTable(cluster, theme);
    Label summary = new Label();
    summary.setId("chunk-summary");
    summary.setStyle("-fx-font-size: 0.9em;");
    summary.textProperty().bind(chunks.summaryProperty());
    Label legend = new Label(Words.here().text("frame.chunks.legend"));
    legend.setStyle("-fx-text-fill: -color-fg-muted; -fx-font-size: 0.86em;");
    legend.setWrapText(true);
    legend.setMinHeight(USE_PREF_SIZE);
    setVgrow(table, Priority.ALWAYS);
    table.setMinHeight(90);
    getChildren().addAll(summary, table, legend, history());
  }

  private VBox history() {
    Label title = new Label();
    title.setId("chunk-history-title");
    title.setStyle("-fx-font-weight: bold;");
    title.textProperty().bind(chunks.titleProperty());
    ListView<String> lines = new ListView<>(chunks.history());
    lines.setId("chunk-history");
    lines.setAccessibleText(Words.here().text("frame.chunks.history"));
    lines.setFixedCellSize(20);
    lines.getStyleClass().add("dense");
    lines.setPrefHeight(HISTORY);
    lines.setMinHeight(HISTORY);
    VBox history = new VBox(2, title, lines);
    history.visibleProperty().bind(chunks.titleProperty().isNotEmpty());
    history.managedProperty().bind(history.visibleProperty());
    return history;
  }

  /** Makes the columns when the nodes are known, and draws the arcs of the leases as they are. */
  void draw() {
    table.columns();
    long real = System.nanoTime();
    if (real - drawnNanos > LEASE_NANOS) {
      drawnNanos = real;
      table.refresh();
    }
  }
}
