package org.quorama.monitor.view.figures;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.geometry.Insets;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.metrics.Figures;
import org.quorama.monitor.words.Words;

/** How many messages of each kind each node sent in the window. */
final class KindTable extends VBox {
  private static final double KIND = 158;
  private static final double COUNT = 46;

  private final Words words;
  private final TableView<Row> table = new TableView<>();
  private List<NodeId> nodes = List.of();
  private double madeFor;

  private record Row(String kind, Map<NodeId, Integer> counts) {
    int sum() {
      return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  KindTable(Words words) {
    super(4);
    this.words = words;
    Label title = new Label(words.text("metrics.kinds"));
    title.setStyle("-fx-font-weight: bold;");
    table.setId("metrics-kinds");
    table.setAccessibleText(words.text("metrics.kinds"));
    table.setPlaceholder(new Label(words.text("metrics.nothing")));
    table.getStyleClass().add("dense");
    setVgrow(table, Priority.ALWAYS);
    setPadding(new Insets(3, 0, 0, 0));
    setMinSize(0, 0);
    table.setMinSize(0, 0);
    getChildren().addAll(title, table);
  }

  void show(Figures figures, List<NodeId> known, double scale) {
    if (!known.equals(nodes) || table.getColumns().isEmpty() || scale != madeFor) {
      nodes = known;
      madeFor = scale;
      columns();
    }
    List<Row> rows =
        figures.sent().entrySet().stream()
            .map(kind -> new Row(words(kind.getKey().name()), kind.getValue()))
            .sorted(Comparator.comparingInt(Row::sum).reversed().thenComparing(Row::kind))
            .toList();
    if (!rows.equals(table.getItems())) {
      table.getItems().setAll(rows);
    }
  }

  /** {@code APPEND_ENTRIES_REPLY} as the paper writes it. */
  private static String words(String kind) {
    StringBuilder name = new StringBuilder();
    for (String word : kind.split("_", -1)) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }

  private void columns() {
    table.getColumns().clear();
    TableColumn<Row, String> kind = new TableColumn<>(words.text("metrics.kind"));
    kind.setCellValueFactory(row -> new ReadOnlyStringWrapper(row.getValue().kind()));
    kind.setPrefWidth(KIND * madeFor);
    table.getColumns().add(kind);
    for (NodeId node : nodes) {
      TableColumn<Row, Number> column = new TableColumn<>(node.value());
      column.setCellValueFactory(
          row -> new ReadOnlyObjectWrapper<>(row.getValue().counts().getOrDefault(node, 0)));
      column.setPrefWidth(COUNT * madeFor);
      column.setStyle("-fx-alignment: CENTER-RIGHT;");
      table.getColumns().add(column);
    }
  }
}
