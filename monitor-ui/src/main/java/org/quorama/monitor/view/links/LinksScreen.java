package org.quorama.monitor.view.links;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javafx.geometry.HPos;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.Lab;
import org.quorama.monitor.model.look.Partition;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.view.screen.Changes;
import org.quorama.monitor.view.screen.Legend;
import org.quorama.monitor.view.screen.Screen;
import org.quorama.monitor.viewmodel.Action;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.control.ControlsViewModel;
import org.quorama.monitor.viewmodel.lab.LabViewModel;
import org.quorama.monitor.words.Words;

/** A row a sender, a column a receiver, and above them the two sides of a partition. */
public final class LinksScreen implements Screen {
  private final LabViewModel lab;
  private final Words words;
  private final ControlsViewModel controls;
  private final GridPane matrix = new GridPane(4, 4);
  private final List<LinkCell> cells = new ArrayList<>();
  private final Label sidesNow = new Label();
  private final Label whyNot = new Label();
  private final Sides sides;
  private final Button heal;
  private final VBox content;
  private final Changes changes = new Changes();
  private List<NodeId> shown = List.of();

  /**
   * Makes it.
   *
   * @param cluster whose links
   * @param words what is said
   */
  public LinksScreen(ClusterViewModel cluster, Words words) {
    this.lab = cluster.lab();
    this.words = words;
    this.controls = new ControlsViewModel(cluster, words);
    sides = new Sides(words, lab::partition);
    heal = new Button(words.text("screens.links.heal"));
    heal.setId("heal-all");
    heal.setMinWidth(Region.USE_PREF_SIZE);
    heal.setOnAction(pressed -> lab.heal());
    sides.getChildren().add(heal);
    matrix.setId("matrix");
    whyNot.setId("links-why-not");
    whyNot.setWrapText(true);
    sidesNow.setId("links-sides");
    sidesNow.setStyle("-fx-font-weight: bold;");
    ScrollPane scroll = new ScrollPane(matrix);
    scroll.setFitToWidth(true);
    scroll.setFitToHeight(true);
    VBox.setVgrow(scroll, Priority.ALWAYS);
    HBox state = new HBox(16, sidesNow, whyNot);
    state.setAlignment(Pos.CENTER_LEFT);
    content = new VBox(8, sides, state, scroll);
    content.getChildren().add(new Legend(words.text("screens.links.hint"), content, Legend.HINT));
    content.setPadding(new Insets(4, 12, 8, 12));
  }

  @Override
  public String key() {
    return "links";
  }

  @Override
  public Region content() {
    return content;
  }

  @Override
  public void draw(Theme theme, long nowNanos) {
    Lab now = lab.labProperty().get();
    List<NodeId> nodes = List.copyOf(lab.nodes());
    String reason = controls.whyNot(Action.PARTITION, null);
    if (!nodes.equals(shown)) {
      shown = nodes;
      fill();
    }
    if (!changes.in(now.rules().toString(), theme, nodes.toString(), reason)) {
      return;
    }
    List<Set<NodeId>> parts = Partition.sides(nodes, now.rules());
    sides.show(nodes, parts);
    sidesNow.setText(
        parts.size() > 1
            ? words.text("screens.links.parted", Partition.words(parts))
            : words.text("screens.links.together", now.rules().size()));
    whyNot.setText(reason);
    matrix.setDisable(!reason.isEmpty());
    sides.setDisable(!reason.isEmpty());
    heal.setDisable(!reason.isEmpty() || now.rules().isEmpty());
    cells.forEach(cell -> cell.draw(theme));
  }

  private void fill() {
    matrix.getChildren().clear();
    cells.clear();
    matrix.add(new Label(words.text("screens.links.corner")), 0, 0);
    for (int row = 0; row < shown.size(); row++) {
      NodeId from = shown.get(row);
      matrix.add(heading(from + " →", HPos.RIGHT), 0, row + 1);
      matrix.add(heading("→ " + from, HPos.CENTER), row + 1, 0);
      for (int column = 0; column < shown.size(); column++) {
        matrix.add(cell(from, shown.get(column)), column + 1, row + 1);
      }
    }
  }

  private static Label heading(String text, HPos side) {
    Label label = new Label(text);
    label.setMinWidth(Region.USE_PREF_SIZE);
    label.setStyle("-fx-font-weight: bold;");
    GridPane.setHalignment(label, side);
    return label;
  }

  private Region cell(NodeId from, NodeId to) {
    if (from.equals(to)) {
      BorderPane self = new BorderPane(new Label("·"));
      self.setStyle("-fx-background-color: -color-bg-subtle;");
      grow(self);
      return self;
    }
    LinkCell cell = new LinkCell(from, to, lab, words);
    grow(cell);
    cells.add(cell);
    return cell;
  }

  private static void grow(Region cell) {
    cell.setMaxSize(Double.MAX_VALUE, Double.MAX_VALUE);
    cell.setPrefHeight(96);
    GridPane.setHgrow(cell, Priority.ALWAYS);
    GridPane.setVgrow(cell, Priority.ALWAYS);
  }
}
