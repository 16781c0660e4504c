package org.quorama.monitor.view;

import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.ChunkModel;
import org.quorama.monitor.viewmodel.ClusterViewModel;

/** Where each chunk lies: rows are chunks, columns nodes; a star marks the primary. */
final class ChunkTable extends TableView<ChunkModel> {
  private static final double NANOS = 1e9;

  private final ClusterViewModel cluster;

  ChunkTable(ClusterViewModel cluster) {
    super(cluster.chunks());
    this.cluster = cluster;
    setId("chunk-table");
    setAccessibleText("Chunks and their replicas");
    setPlaceholder(new Label("No chunk yet: put a file"));
    getStyleClass().add("dense");
    setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_ALL_COLUMNS);
  }

  void columns() {
    if (getColumns().size() == cluster.nodes().size() + 3) {
      return;
    }
    getColumns().clear();
    add("chunk", 96, ChunkModel::id);
    add("file", 120, chunk -> chunk.path() + " [" + chunk.index() + "]");
    cluster.nodes().forEach(node -> add(node.id().toString(), 72, c -> replica(c, node.id())));
    add("lease", 64, this::lease);
  }

  private static String replica(ChunkModel chunk, NodeId node) {
    return (node.equals(chunk.primary()) ? "★ " : "") + chunk.replicaWord(node);
  }

  private String lease(ChunkModel chunk) {
    long left = chunk.lease().remainingNanos(cluster.nowNanos());
    return left == 0 ? "–" : "◔ %.0f s".formatted(left / NANOS);
  }

  private void add(String name, double width, Function<ChunkModel, String> text) {
    TableColumn<ChunkModel, String> column = new TableColumn<>(name);
    column.setCellValueFactory(row -> new ReadOnlyStringWrapper(text.apply(row.getValue())));
    column.setPrefWidth(width);
    column.setSortable(false);
    getColumns().add(column);
  }
}
