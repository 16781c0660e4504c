package org.quorama.monitor.view.members;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.geometry.HPos;
import javafx.geometry.Insets;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.NodeModel;
import org.quorama.monitor.model.look.Beliefs;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.view.screen.Changes;
import org.quorama.monitor.view.screen.Legend;
import org.quorama.monitor.view.screen.Screen;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.select.Selected;
import org.quorama.monitor.words.Words;
import org.quorama.raft.log.Membership;

/** The row believes of the column; at the right what discovery and Raft's configuration say. */
public final class MembersScreen implements Screen {
  private static final long REFRESH_NANOS = 250_000_000L;

  private final ClusterViewModel cluster;
  private final Words words;
  private final GridPane grid = new GridPane(4, 4);
  private final VBox content;
  private final List<BeliefCell> cells = new ArrayList<>();
  private final List<ViewCell> views = new ArrayList<>();
  private final Changes changes = new Changes();
  private List<NodeId> shown = List.of();
  private long refreshedNanos;

  /** What discovery shows a node, and beside it the configuration that it uses. */
  private final class ViewCell extends Label {
    private final NodeId node;

    ViewCell(NodeId node) {
      this.node = node;
      setId("view-" + node);
      setWrapText(true);
      setMinWidth(230);
      setPrefWidth(280);
      setPadding(new Insets(0, 0, 0, 8));
    }

    void show(Beliefs beliefs) {
      NodeModel known = beliefs.cluster().node(node);
      Set<NodeId> different = beliefs.difference(node);
      String verdict =
          different.isEmpty() ? "" : "\n≠ " + words.text("screens.members.differ", list(different));
      setText(view(known) + "\n" + configuration(known) + verdict);
      setStyle(different.isEmpty() ? "" : "-fx-font-weight: bold;");
    }

    private String view(NodeModel known) {
      List<NodeId> seen = known.activity().contacts().discovered();
      return seen == null
          ? words.text("screens.members.noView")
          : words.text("screens.members.view", list(seen));
    }

    private String configuration(NodeModel known) {
      Membership own = known.membership();
      if (own == null) {
        return words.text("screens.members.noConfiguration");
      }
      String learners = own.learners().isEmpty() ? "" : " + " + list(own.learners());
      return words.text(
          "screens.members.configuration", own.index(), list(own.voters()) + learners);
    }
  }

  /**
   * Makes it.
   *
   * @param cluster whose members
   * @param words what is said
   */
  public MembersScreen(ClusterViewModel cluster, Words words) {
    this.cluster = cluster;
    this.words = words;
    grid.setId("members");
    ScrollPane scroll = new ScrollPane(grid);
    scroll.setFitToWidth(true);
    scroll.setFitToHeight(true);
    VBox.setVgrow(scroll, Priority.ALWAYS);
    content = new VBox(8, scroll);
    content.getChildren().add(new Legend(words.text("screens.members.hint"), content, Legend.HINT));
    content.setPadding(new Insets(4, 12, 8, 12));
  }

  private static String list(Iterable<NodeId> nodes) {
    List<String> names = new ArrayList<>();
    nodes.forEach(node -> names.add(node.toString()));
    return names.stream().collect(Collectors.joining(" "));
  }

  @Override
  public String key() {
    return "members";
  }

  @Override
  public Region content() {
    return content;
  }

  @Override
  public void draw(Theme theme, long nowNanos) {
    List<NodeId> nodes = List.copyOf(cluster.modelProperty().get().nodes().keySet());
    if (!nodes.equals(shown)) {
      shown = nodes;
      fill();
    }
    long real = System.nanoTime();
    boolean isDue = real - refreshedNanos > REFRESH_NANOS;
    if (isDue && changes.in(cluster.modelProperty().get(), nowNanos / REFRESH_NANOS, theme)) {
      refreshedNanos = real;
      Beliefs beliefs = new Beliefs(cluster.modelProperty().get(), nowNanos);
      cells.forEach(cell -> cell.show(beliefs));
      views.forEach(view -> view.show(beliefs));
    }
  }

  private void fill() {
    grid.getChildren().clear();
    cells.clear();
    views.clear();
    refreshedNanos = System.nanoTime() - 2 * REFRESH_NANOS;
    changes.in();
    Label corner = new Label(words.text("screens.members.corner"));
    corner.setStyle("-fx-font-size: 0.9em;");
    corner.setMinWidth(Region.USE_PREF_SIZE);
    grid.add(corner, 0, 0);
    grid.add(heading(words.text("screens.members.beside")), shown.size() + 1, 0);
    for (int row = 0; row < shown.size(); row++) {
      NodeId believer = shown.get(row);
      grid.add(heading(believer.toString()), row + 1, 0);
      grid.add(heading(believer.toString()), 0, row + 1);
      for (int column = 0; column < shown.size(); column++) {
        grid.add(cell(believer, shown.get(column)), column + 1, row + 1);
      }
      ViewCell view = new ViewCell(believer);
      views.add(view);
      GridPane.setValignment(view, VPos.CENTER);
      grid.add(view, shown.size() + 1, row + 1);
    }
  }

  private BeliefCell cell(NodeId believer, NodeId other) {
    BeliefCell cell = new BeliefCell(believer, other, words);
    cell.setOnMouseClicked(click -> cluster.selection().select(new Selected.OfNode(believer)));
    GridPane.setHgrow(cell, Priority.ALWAYS);
    GridPane.setVgrow(cell, Priority.ALWAYS);
    cell.setPrefHeight(90);
    cells.add(cell);
    return cell;
  }

  private static Label heading(String text) {
    Label label = new Label(text);
    label.setMinWidth(Region.USE_PREF_SIZE);
    label.setStyle("-fx-font-weight: bold;");
    GridPane.setHalignment(label, HPos.CENTER);
    return label;
  }
}
