package org.quorama.monitor.view;

import java.util.Map;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.geometry.Pos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.ArcType;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.NodeModel;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.NodeViewModel;
import org.quorama.raft.RoleName;

/** One node on the ring: its role as a shape, its term, its deadline, and its two buttons. */
final class NodeGlyph extends VBox {
  static final double WIDTH = 200;
  static final double HEIGHT = 188;
  static final double CENTER_Y = 60;
  private static final double SIZE = 120;
  private static final double RADIUS = 42;

  private static final double PIP_Y = 79;

  private final NodeViewModel node;
  private final ClusterViewModel cluster;
  private final Canvas canvas = new Canvas(SIZE, SIZE);

  NodeGlyph(NodeViewModel node, ClusterViewModel cluster) {
    super(2);
    this.node = node;
    this.cluster = cluster;
    setId("node-" + node.id());
    setAlignment(Pos.TOP_CENTER);
    setPrefSize(WIDTH, HEIGHT);
    setFocusTraversable(true);
    accessibleTextProperty().bind(node.spokenProperty());
    Label words = new Label();
    words.setId("role-" + node.id());
    words.textProperty().bind(node.roleWordProperty());
    words.setStyle("-fx-font-weight: bold;");
    Label belief = new Label();
    belief.textProperty().bind(node.beliefProperty());
    HBox buttons =
        new HBox(
            4,
            button("Kill", "kill-", node.noKillProperty(), () -> cluster.kill(node.id())),
            button(
                "Restart", "restart-", node.noRestartProperty(), () -> cluster.restart(node.id())));
    buttons.setAlignment(Pos.CENTER);
    HBox line = new HBox(6, words, belief);
    line.setAlignment(Pos.CENTER);
    getChildren().addAll(canvas, line, buttons);
    setOnMouseClicked(click -> cluster.selectedProperty().set(node.id()));
  }

  private StackPane button(
      String text, String prefix, ReadOnlyStringProperty whyNot, Runnable action) {
    Button button = new Button(text);
    button.setId(prefix + node.id());
    button.getStyleClass().add("small");
    button.setAccessibleText(text + " " + node.id());
    button.disableProperty().bind(whyNot.isNotEmpty());
    button.setOnAction(pressed -> action.run());
    StackPane around = new StackPane(button);
    Tooltip reason = new Tooltip();
    reason.textProperty().bind(whyNot);
    whyNot.addListener((value, before, now) -> tip(around, reason, now));
    tip(around, reason, whyNot.get());
    return around;
  }

  private static void tip(StackPane around, Tooltip reason, String text) {
    Tooltip.uninstall(around, reason);
    if (!text.isEmpty()) {
      Tooltip.install(around, reason);
    }
  }

  void draw(Theme theme, long nowNanos) {
    NodeModel now = node.nodeProperty().get();
    GraphicsContext g = canvas.getGraphicsContext2D();
    g.clearRect(0, 0, SIZE, SIZE);
    double middle = SIZE / 2;
    if (node.id().equals(cluster.selectedProperty().get())) {
      g.setFill(theme.accent().deriveColor(0, 1, 1, 0.18));
      g.fillOval(1, 1, SIZE - 2, SIZE - 2);
    }
    shape(g, now, theme, middle);
    deadline(g, theme, now.deadline().fractionLeft(nowNanos));
    g.setTextAlign(TextAlignment.CENTER);
    g.setFill(theme.text());
    g.setFont(Font.font("System", FontWeight.BOLD, 18));
    g.fillText(now.id().toString(), middle, middle - 6);
    g.setFont(Font.font("System", 13));
    g.fillText("term " + now.raft().term(), middle, middle + 12);
    if (now.isAlive() && now.raft().role() == RoleName.CANDIDATE) {
      pips(g, now, theme);
    }
  }

  private static void ring(GraphicsContext g, double middle, double radius) {
    g.strokeOval(middle - radius, middle - radius, 2 * radius, 2 * radius);
  }

  private static void shape(GraphicsContext g, NodeModel now, Theme theme, double middle) {
    g.setLineDashes();
    g.setLineWidth(2.5);
    g.setFill(theme.ground());
    g.fillOval(middle - RADIUS, middle - RADIUS, 2 * RADIUS, 2 * RADIUS);
    g.setStroke(now.isAlive() ? theme.text() : theme.muted());
    if (!now.isAlive()) {
      ring(g, middle, RADIUS);
      g.strokeLine(middle - 29, middle - 29, middle + 29, middle + 29);
      g.strokeLine(middle - 29, middle + 29, middle + 29, middle - 29);
    } else if (now.raft().role() == RoleName.LEADER) {
      g.setStroke(theme.accent());
      ring(g, middle, RADIUS);
      ring(g, middle, RADIUS + 5);
      crown(g, theme, middle);
    } else {
      boolean candidate = now.raft().role() == RoleName.CANDIDATE;
      g.setStroke(candidate ? theme.warm() : theme.text());
      g.setLineDashes(candidate ? new double[] {7, 5} : new double[0]);
      ring(g, middle, RADIUS);
      g.setLineDashes();
    }
  }

  private static void crown(GraphicsContext g, Theme theme, double middle) {
    g.setFill(theme.accent());
    double[] xs = {-14, -14, -7, 0, 7, 14, 14};
    for (int i = 0; i < xs.length; i++) {
      xs[i] += middle;
    }
    g.fillPolygon(xs, new double[] {12, 0, 6, -1, 6, 0, 12}, xs.length);
  }

  private static void deadline(GraphicsContext g, Theme theme, double left) {
    if (left > 0) {
      g.setStroke(theme.muted());
      g.setLineWidth(4);
      g.strokeArc(7, 7, SIZE - 14, SIZE - 14, 90, 360 * left, ArcType.OPEN);
    }
  }

  private void pips(GraphicsContext g, NodeModel now, Theme theme) {
    Map<NodeId, Boolean> votes = now.votes();
    int all = cluster.nodes().size();
    double x = SIZE / 2 - all * 5.5;
    g.setStroke(theme.warm());
    g.setFill(theme.warm());
    g.setLineWidth(1.5);
    for (NodeViewModel voter : cluster.nodes()) {
      Boolean vote = voter.id().equals(now.id()) ? Boolean.TRUE : votes.get(voter.id());
      pip(g, x, vote);
      x += 11;
    }
  }

  private static void pip(GraphicsContext g, double x, @Nullable Boolean vote) {
    if (vote == null) {
      g.strokeOval(x, PIP_Y, 8, 8);
    } else if (vote) {
      g.fillOval(x, PIP_Y, 8, 8);
    } else {
      g.strokeLine(x, PIP_Y, x + 8, PIP_Y + 8);
      g.strokeLine(x, PIP_Y + 8, x + 8, PIP_Y);
    }
  }
}
