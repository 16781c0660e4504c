package org.quorama.monitor.view.overlay;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.viewmodel.NodeViewModel;
import org.quorama.monitor.viewmodel.control.ControlsViewModel;
import org.quorama.monitor.words.Words;

/** Asks who is on one side of a partition. Confined to the JavaFX thread. */
public final class PartitionCard extends VBox {
  private final List<ToggleButton> sides = new ArrayList<>();

  /**
   * Makes one; the target is on the first side already.
   *
   * @param controls cuts the links
   * @param words the language
   * @param close runs when it is answered
   */
  public PartitionCard(ControlsViewModel controls, Words words, Runnable close) {
    super(12);
    setId("partition");
    Label title = new Label(words.text("controls.partition.title"));
    title.getStyleClass().add("state-title");
    HBox nodes = new HBox(6);
    for (NodeViewModel node : controls.cluster().nodes()) {
      ToggleButton side = new ToggleButton(node.id().toString());
      side.setId("side-" + node.id());
      side.setUserData(node.id());
      side.setSelected(node.id().equals(controls.targetProperty().get()));
      side.getStyleClass().add("node-chip");
      sides.add(side);
      nodes.getChildren().add(side);
    }
    Button cut = new Button(words.text("controls.partition.cut"));
    cut.setId("cut");
    cut.setDefaultButton(true);
    cut.setOnAction(
        pressed -> {
          controls.partition(chosen());
          close.run();
        });
    sides.forEach(side -> side.setOnAction(pressed -> cut.setDisable(!hasTwo())));
    cut.setDisable(!hasTwo());
    HBox end = new HBox(6, cut, CardButtons.cancel(words, close));
    end.setAlignment(Pos.CENTER_RIGHT);
    getChildren().addAll(title, nodes, CardButtons.prose(words, "controls.partition.words"), end);
  }

  private List<NodeId> chosen() {
    return sides.stream()
        .filter(ToggleButton::isSelected)
        .map(side -> (NodeId) side.getUserData())
        .toList();
  }

  private boolean hasTwo() {
    int size = chosen().size();
    return size > 0 && size < sides.size();
  }
}
