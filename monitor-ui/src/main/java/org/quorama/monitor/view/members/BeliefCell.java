package org.quorama.monitor.view.members;

import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.Members;
import org.quorama.monitor.model.NodeModel;
import org.quorama.monitor.model.look.Beliefs;
import org.quorama.monitor.model.look.Beliefs.Belief;
import org.quorama.monitor.model.look.Beliefs.Hearing;
import org.quorama.monitor.model.look.Beliefs.Role;
import org.quorama.monitor.model.look.Beliefs.Sight;
import org.quorama.monitor.words.Term;
import org.quorama.monitor.words.Words;

/** What one node believes of another: three short lines, and a border that says the same. */
final class BeliefCell extends VBox {
  /** From so many seconds on tenths do not matter. */
  private static final double LONG = 10;

  private final NodeId believer;
  private final NodeId other;
  private final Words words;
  private final Label role = new Label();
  private final Label heard = new Label();
  private final Label seen = new Label();
  private String style = "";

  BeliefCell(NodeId believer, NodeId other, Words words) {
    super(1);
    this.believer = believer;
    this.other = other;
    this.words = words;
    getStyleClass().add("belief");
    setId("belief-" + believer + "-" + other);
    setAlignment(Pos.CENTER);
    setMaxSize(Double.MAX_VALUE, Double.MAX_VALUE);
    setMinSize(112, 58);
    setFocusTraversable(true);
    role.setStyle("-fx-font-weight: bold;");
    getChildren().addAll(role, heard, seen);
  }

  void show(Beliefs beliefs) {
    NodeModel node = beliefs.cluster().node(believer);
    Belief belief = beliefs.of(believer, other);
    role.setText(roleOf(node, belief));
    heard.setText(node.isAlive() ? hearing(belief) : "");
    seen.setText(sight(belief));
    setOpacity(node.isAlive() ? 1 : 0.5);
    dress(node, belief);
    setAccessibleText(
        words.text(
            "screens.members.spoken",
            believer,
            other,
            String.join(", ", role.getText(), heard.getText(), seen.getText())));
  }

  private String roleOf(NodeModel node, Belief belief) {
    if (!node.isAlive()) {
      return belief.role() == Role.SELF ? word(node.life().word()) : "";
    }
    return switch (belief.role()) {
      case SELF -> word(node.roleWord()) + (node.isLeader() ? " ♛" : "");
      case LEADER -> words.text("screens.members.leader", node.raft().term());
      case VOTED_FOR -> words.text("screens.members.voted", node.raft().term());
      case OTHER ->
          belief.place() == Members.Place.OUTSIDER ? words.text("screens.members.out") : "";
    };
  }

  private String word(String english) {
    return words.say(new Term("frame.role", english));
  }

  private String hearing(Belief belief) {
    double seconds = belief.heardAgoNanos() / 1e9;
    String ago = String.format(Locale.ROOT, seconds < LONG ? "%.1f" : "%.0f", seconds);
    return switch (belief.hearing()) {
      case SELF -> "";
      case RECENT -> words.text("screens.members.heard");
      case SILENT -> words.text("screens.members.silent", ago);
      case NEVER -> words.text("screens.members.never");
    };
  }

  private String sight(Belief belief) {
    String key = "screens.members." + belief.sight().name().toLowerCase(Locale.ROOT);
    return belief.sight() == Sight.UNKNOWN ? "" : words.text(key);
  }

  /** Solid: heard of late. Dashed: silent. Thick: its leader. Dotted: never heard. */
  private void dress(NodeModel node, Belief belief) {
    boolean follows = belief.role() == Role.LEADER && node.isAlive();
    boolean leads = follows || (belief.role() == Role.SELF && node.isLeader());
    String line =
        belief.hearing() == Hearing.SILENT
            ? "segments(6, 4)"
            : belief.hearing() == Hearing.NEVER ? "segments(1, 5)" : "solid";
    String color = leads ? "-color-accent-fg" : "-color-fg-muted";
    String now =
        ("-fx-border-color: %s; -fx-border-style: %s; -fx-border-width: %s;"
                + " -fx-background-color: %s;")
            .formatted(
                color,
                line,
                leads ? "3" : "1.2",
                belief.role() == Role.SELF ? "-color-bg-subtle" : "transparent");
    if (!now.equals(style)) {
      style = now;
      setStyle(now);
    }
  }
}
