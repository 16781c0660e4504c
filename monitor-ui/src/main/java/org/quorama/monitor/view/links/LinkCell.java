package org.quorama.monitor.view.links;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.view.Theme;
import org.quorama.monitor.viewmodel.lab.LabViewModel;
import org.quorama.monitor.words.Words;
import org.quorama.trace.FaultTrace.LinkRule;

/** One way of a link: its rule as a shape and in words; a click cuts or mends it. */
final class LinkCell extends Button {
  private static final double NANOS_PER_MILLI = 1e6;

  private final NodeId from;
  private final NodeId to;
  private final LabViewModel lab;
  private final Words words;
  private final LinkShape shape = new LinkShape();

  LinkCell(NodeId from, NodeId to, LabViewModel lab, Words words) {
    this.from = from;
    this.to = to;
    this.lab = lab;
    this.words = words;
    setId("way-" + from + "-" + to);
    setGraphic(shape);
    setContentDisplay(ContentDisplay.TOP);
    setWrapText(true);
    setMaxSize(Double.MAX_VALUE, Double.MAX_VALUE);
    setMinSize(96, 50);
    setStyle("-fx-padding: 4 2 4 2;");
    setOnAction(pressed -> lab.toggleLink(from, to));
    setContextMenu(new LinkMenu(from, to, lab, words, getId()));
  }

  void draw(Theme theme) {
    Optional<LinkRule> rule = lab.labProperty().get().rule(from, to);
    String text = rule.map(this::wordsOf).orElseGet(() -> words.text("screens.links.whole"));
    setText(text);
    setAccessibleText(words.text("screens.links.spoken", from, to, text));
    shape.draw(rule, theme);
  }

  private String wordsOf(LinkRule rule) {
    if (rule.passesNothing()) {
      return words.text("screens.links.cut");
    }
    List<String> all = new ArrayList<>();
    if (rule.loss() > 0) {
      all.add(words.text("screens.links.loses", rule.loss()));
    }
    if (rule.twins() > 0) {
      all.add(words.text("screens.links.doubles", rule.twins()));
    }
    if (rule.delayNanos() > 0 || rule.jitterNanos() > 0) {
      long least = Math.round(rule.delayNanos() / NANOS_PER_MILLI);
      long most = Math.round((rule.delayNanos() + rule.jitterNanos()) / NANOS_PER_MILLI);
      all.add(words.text("screens.links.delays", least, most));
    }
    return String.join(", ", all);
  }
}
