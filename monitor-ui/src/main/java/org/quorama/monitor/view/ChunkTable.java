package org.quorama.monitor.view;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.ChunkModel;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.NodeViewModel;
import org.quorama.monitor.words.Words;

/** The map of the chunks: rows are chunks, columns nodes, and each cell is a replica. */
final class ChunkTable extends TableView<ChunkModel> {
  private static final int OTHERS = 3;
  private static final double HEALTH = 146;
  private static final double BESIDE = 6;
  private static final double LEAST = 78;

  private final Words words = Words.here();
  private final ClusterViewModel cluster;
  private final Supplier<Theme> theme;
  private final ReplicaCell.Size largest;
  private ReplicaCell.Size size;
  private double madeFor;

  /** Whether there is less room since the chosen row was last put in sight. */
  private boolean shrank;

  ChunkTable(ClusterViewModel cluster, Supplier<Theme> theme, ReplicaCell.Size size) {
    super(cluster.chunkMap().chunks());
    this.cluster = cluster;
    this.theme = theme;
    this.size = size;
    largest = size;
    setId("chunk-table");
    setAccessibleText(words.text("frame.chunks.title"));
    setPlaceholder(new Label(words.text("frame.chunks.none")));
    getStyleClass().add("dense");
    setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_ALL_COLUMNS);
    setRowFactory(table -> new Row());
    heightProperty()
        .addListener((at, before, now) -> shrank |= now.doubleValue() < before.doubleValue());
  }

  /** The history of the chosen one takes room from the table: its row must not be lost by that. */
  void keepChosenInSight() {
    if (!shrank) {
      return;
    }
    shrank = false;
    String chosen = cluster.chunkMap().chosenProperty().get();
    int row = getItems().stream().map(ChunkModel::id).toList().indexOf(chosen);
    if (row >= 0) {
      scrollTo(row);
    }
  }

  /** Shows its history when it is clicked; the chosen one is marked. */
  private final class Row extends TableRow<ChunkModel> {
    Row() {
      setOnMouseClicked(
          click -> {
            if (getItem() != null) {
              cluster.chunkMap().choose(getItem().id());
              ChunkTable.this.refresh();
            }
          });
    }

    @Override
    protected void updateItem(@Nullable ChunkModel chunk, boolean empty) {
      super.updateItem(chunk, empty);
      String chosen = cluster.chunkMap().chosenProperty().get();
      boolean marked = chunk != null && chunk.id().equals(chosen);
      setStyle(marked ? "-fx-background-color: -color-accent-subtle;" : "");
    }
  }

  /** Makes the columns when the nodes are known; a dead or silent node's says so. */
  void columns() {
    ReplicaCell.Size fits = fits();
    boolean isOther = getColumns().size() != cluster.nodes().size() + OTHERS || !fits.equals(size);
    if (isOther || madeFor != theme.get().scale()) {
      madeFor = theme.get().scale();
      size = fits;
      make();
    }
    double others = getWidth() - cluster.nodes().size() * (size.width() * madeFor + 1);
    double health = (chunk() + HEALTH) * madeFor + BESIDE;
    getColumns().get(2).setVisible(getWidth() == 0 || others > health);
    getColumns().get(1).setVisible(getWidth() == 0 || others > health + file() * madeFor);
    int place = OTHERS;
    for (NodeViewModel node : cluster.nodes()) {
      boolean over = !node.nodeProperty().get().isAlive();
      getColumns().get(place++).setText(node.id() + (over ? " ✕" : ""));
    }
  }

  /** The largest cells with which no node is out of sight. */
  private ReplicaCell.Size fits() {
    double scale = theme.get().scale();
    for (ReplicaCell.Size each : List.of(largest, ReplicaCell.Size.SMALL)) {
      double needed = (LEAST + cluster.nodes().size() * (each.width() + 1)) * scale;
      if (getWidth() == 0 || needed <= getWidth()) {
        return each;
      }
    }
    return ReplicaCell.Size.TINY;
  }

  private void make() {
    getColumns().clear();
    add(words.text("frame.chunks.chunk"), chunk() * madeFor, ChunkModel::id);
    add(words.text("frame.chunks.file"), file() * madeFor, ChunkModel::name);
    add(words.text("frame.chunks.health"), HEALTH * madeFor, () -> new HealthCell(theme));
    for (NodeViewModel node : cluster.nodes()) {
      NodeId id = node.id();
      double width = size.width() * madeFor + 1;
      add(id.toString(), width, () -> new ReplicaCell(cluster, theme, id, size));
      getColumns().get(getColumns().size() - 1).setMaxWidth(width + 15);
    }
    getColumns().get(0).setMaxWidth(110 * madeFor);
  }

  private double chunk() {
    return size.equals(ReplicaCell.Size.TINY) ? 58 : 74;
  }

  private double file() {
    return size.isLarge() ? 140 : 112;
  }

  private void add(String name, double width, Function<ChunkModel, String> text) {
    TableColumn<ChunkModel, String> column = new TableColumn<>(name);
    column.setCellValueFactory(row -> new ReadOnlyStringWrapper(text.apply(row.getValue())));
    column.setCellFactory(made -> new TextCell());
    place(column, width);
  }

  private void add(String name, double width, Supplier<TableCell<ChunkModel, ChunkModel>> cell) {
    TableColumn<ChunkModel, ChunkModel> column = new TableColumn<>(name);
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
    column.setCellFactory(made -> cell.get());
    place(column, width);
  }

  private void place(TableColumn<ChunkModel, ?> column, double width) {
    column.setPrefWidth(width);
    column.setMinWidth(width);
    column.setSortable(false);
    getColumns().add(column);
  }

  /** Words of which the last are those that differ, if there is no room for all. */
  private static final class TextCell extends TableCell<ChunkModel, String> {
    TextCell() {
      setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
    }

    @Override
    protected void updateItem(@Nullable String text, boolean empty) {
      super.updateItem(text, empty);
      setText(empty ? null : text);
    }
  }
}
