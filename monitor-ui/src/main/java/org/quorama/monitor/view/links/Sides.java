package org.quorama.monitor.view.links;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.DragEvent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.words.Words;

/** Two bands of nodes: who is dragged or clicked over to the other is to be cut off from it. */
final class Sides extends HBox {
  private final Words words;
  private final FlowPane left = band("side-left");
  private final FlowPane right = band("side-right");
  private final Set<NodeId> apart = new TreeSet<>();
  private final Button partition = new Button();
  private List<NodeId> nodes = List.of();

  Sides(Words words, Consumer<Set<NodeId>> cut) {
    super(10);
    this.words = words;
    getStyleClass().add("sides");
    setAlignment(Pos.CENTER_LEFT);
    partition.setId("partition");
    partition.setText(words.text("screens.links.partition"));
    partition.setMinWidth(USE_PREF_SIZE);
    partition.setOnAction(pressed -> cut.accept(new TreeSet<>(apart)));
    Label between = new Label("✂");
    between.setStyle("-fx-font-size: 1.5em;");
    getChildren().addAll(titled("side.one", left), between, titled("side.two", right), partition);
    accept(left, false);
    accept(right, true);
  }

  private VBox titled(String key, FlowPane band) {
    Label title = new Label(words.text("screens.links." + key));
    title.setStyle("-fx-text-fill: -color-fg-muted;");
    VBox box = new VBox(2, title, band);
    setHgrow(box, Priority.ALWAYS);
    return box;
  }

  private static FlowPane band(String id) {
    FlowPane band = new FlowPane(6, 6);
    band.setId(id);
    band.setPadding(new Insets(6));
    band.setMinHeight(46);
    band.setPrefWrapLength(200);
    band.setStyle("-fx-border-color: -color-border-default; -fx-border-style: dashed;");
    return band;
  }

  /** Takes over who there is, and how the links part them already. */
  void show(List<NodeId> now, List<Set<NodeId>> sides) {
    nodes = now;
    apart.clear();
    if (sides.size() > 1) {
      apart.addAll(sides.get(1));
    }
    refresh();
  }

  private void refresh() {
    List<Node> here = new ArrayList<>();
    List<Node> there = new ArrayList<>();
    nodes.forEach(node -> (apart.contains(node) ? there : here).add(chip(node)));
    left.getChildren().setAll(here);
    right.getChildren().setAll(there);
    partition.setDisable(here.isEmpty() || there.isEmpty());
  }

  private Button chip(NodeId node) {
    Button chip = new Button(node.toString());
    chip.setId("chip-" + node);
    chip.getStyleClass().add("small");
    chip.setAccessibleText(words.text("screens.links.chip", node));
    chip.setOnAction(pressed -> move(node, !apart.contains(node)));
    chip.setOnDragDetected(
        drag -> {
          Dragboard board = chip.startDragAndDrop(TransferMode.MOVE);
          ClipboardContent content = new ClipboardContent();
          content.putString(node.value());
          board.setContent(content);
          drag.consume();
        });
    return chip;
  }

  private void move(NodeId node, boolean over) {
    if (over) {
      apart.add(node);
    } else {
      apart.remove(node);
    }
    refresh();
  }

  private void accept(FlowPane band, boolean over) {
    band.addEventHandler(DragEvent.DRAG_OVER, drag -> drag.acceptTransferModes(TransferMode.MOVE));
    band.addEventHandler(
        DragEvent.DRAG_DROPPED,
        drop -> {
          String dragged = drop.getDragboard().getString();
          nodes.stream()
              .filter(node -> node.value().equals(dragged))
              .forEach(node -> move(node, over));
          drop.setDropCompleted(true);
          drop.consume();
        });
  }
}
