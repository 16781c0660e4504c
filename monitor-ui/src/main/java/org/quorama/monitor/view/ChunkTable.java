package org.quorama.monitor.view;

import java.util.function.Function;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.ChunkModel;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.NodeViewModel;

/** Where each chunk lies: rows are chunks, columns nodes; a star marks the primary. */
final class ChunkTable extends TableView<ChunkModel> {
  private static final int OTHERS = 3;

  private final ClusterViewModel cluster;
  private final Supplier<Theme> theme;

  ChunkTable(ClusterViewModel cluster, Supplier<Theme> theme) {
    super(cluster.chunks());
    this.cluster = cluster;
    this.theme = theme;
    setId("chunk-table");
    setAccessibleText("Chunks and their replicas");
    setPlaceholder(new Label("No chunk yet: put a file"));
    getStyleClass().add("dense");
    setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_ALL_COLUMNS);
  }

  /** Makes the columns when the nodes are known; a dead or silent node's says so. */
  void columns() {
    if (getColumns().size() != cluster.nodes().size() + OTHERS) {
      make();
    }
    int place = 2;
    for (NodeViewModel node : cluster.nodes()) {
      boolean over = !node.nodeProperty().get().isAlive();
      getColumns().get(place++).setText(node.id() + (over ? " ✕" : ""));
    }
  }

  private void make() {
    getColumns().clear();
    add("chunk", 68, ChunkModel::id);
    add("file", 112, ChunkModel::name);
    cluster.nodes().forEach(node -> add(node.id().toString(), 68, c -> replica(c, node.id())));
    TableColumn<ChunkModel, ChunkModel> lease = new TableColumn<>("lease");
    lease.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
    lease.setCellFactory(column -> new LeaseCell(cluster, theme));
    place(lease, 66);
  }

  private String replica(ChunkModel chunk, NodeId node) {
    return (node.equals(chunk.leaseHolder(cluster.nowNanos())) ? "★ " : "")
        + chunk.replicaWord(node);
  }

  private void add(String name, double width, Function<ChunkModel, String> text) {
    TableColumn<ChunkModel, String> column = new TableColumn<>(name);
    column.setCellValueFactory(row -> new ReadOnlyStringWrapper(text.apply(row.getValue())));
    place(column, width);
  }

  private void place(TableColumn<ChunkModel, ?> column, double width) {
    column.setPrefWidth(width);
    column.setSortable(false);
    getColumns().add(column);
  }
}
