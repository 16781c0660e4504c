package org.quorama.monitor.view;

import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.view.links.LinkMenu;
import org.quorama.monitor.viewmodel.lab.LabViewModel;
import org.quorama.monitor.words.Words;
import org.quorama.trace.FaultTrace.LinkRule;

/**
 * A row a sender, a column a receiver: a click cuts or mends one way of a link, its menu has
 * messages lost, doubled or late.
 */
final class LinkMatrix extends GridPane {
  private static final String WHOLE = "✓";
  private static final String CUT = "✕";
  private static final String IMPAIRED = "~";

  private final LabViewModel lab;
  private final Words words;

  LinkMatrix(LabViewModel lab, Words words) {
    super(3, 3);
    this.lab = lab;
    this.words = words;
    setId("links");
    lab.nodes().addListener((ListChangeListener<NodeId>) change -> fill());
    lab.labProperty().addListener((value, before, now) -> refresh());
    fill();
  }

  private void fill() {
    getChildren().clear();
    int place = 1;
    for (NodeId node : lab.nodes()) {
      add(new Label(node.toString()), place, 0);
      add(new Label(node + " →"), 0, place);
      int column = 1;
      for (NodeId to : lab.nodes()) {
        if (!to.equals(node)) {
          add(cell(node, to), column, place);
        }
        column++;
      }
      place++;
    }
    refresh();
  }

  private Button cell(NodeId from, NodeId to) {
    Button cell = LabPanel.button("link-" + from + "-" + to, WHOLE, () -> lab.toggleLink(from, to));
    cell.setPrefWidth(44);
    cell.setUserData(new Way(from, to));
    String way = from + "-" + to;
    cell.setContextMenu(new LinkMenu(from, to, lab, words, way));
    return cell;
  }

  private record Way(NodeId from, NodeId to) {}

  private void refresh() {
    getChildren().stream()
        .filter(child -> child.getUserData() instanceof Way)
        .forEach(child -> refresh((Button) child, (Way) child.getUserData()));
  }

  private void refresh(Button cell, Way way) {
    String mark = lab.labProperty().get().rule(way.from(), way.to()).map(this::mark).orElse(WHOLE);
    cell.setText(mark);
    cell.setStyle(mark.equals(CUT) ? "-fx-font-weight: bold; -fx-border-color: #d55e00;" : "");
    String state = mark.equals(CUT) ? "isCut" : mark.equals(WHOLE) ? "isWhole" : "isImpaired";
    String word = words.text("controls.link." + state);
    cell.setAccessibleText(words.text("controls.link.spoken", way.from(), way.to(), word));
  }

  private String mark(LinkRule rule) {
    return rule.passesNothing() ? CUT : IMPAIRED;
  }
}
