package org.quorama.monitor.view;

import java.util.List;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.geometry.Insets;
import javafx.geometry.Point2D;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;
import org.quorama.monitor.model.Deadline;
import org.quorama.monitor.model.NodeModel;
import org.quorama.monitor.model.look.Beliefs;
import org.quorama.monitor.view.screen.Changes;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.NodeViewModel;
import org.quorama.monitor.viewmodel.select.Selected;
import org.quorama.monitor.words.Words;
import org.quorama.raft.RoleName;

/** One node on the ring: its role as a shape, its term, its deadline, and its two buttons. */
final class NodeGlyph extends VBox {
  static final double DIMMED = 0.5;
  private static final double SIZE = 120;
  private static final double CALM_STEPS = 8;
  private static final double LARGEST_NAME = 30;
  private static final double LARGEST_TERM = 22;

  /** From this size on the word does not fit into the circle. */
  private static final double LONGEST_TERM = 17;

  /** An arc is painted anew when it is shorter by a hundredth. */
  private static final double ARC_STEPS = 100;

  /** Less than this of a deadline nobody sees pass. */
  private static final double STEP_NANOS = 75e6;

  private final NodeViewModel node;
  private final ClusterViewModel cluster;
  private final Canvas canvas = new Canvas(SIZE, SIZE);
  private final HBox line = new HBox(6);
  private final HBox buttons = new HBox(4);
  private final Label belief = new Label();
  private final Label majority = new Label();
  private final NodeMenu menu;
  private final Changes changes = new Changes();

  private RingDetail.Fit fit = RingDetail.PLAIN;
  private boolean hasAllWords = true;

  /** What is painted; the same object as long as that is the same. */
  private @Nullable NodeModel atRest;

  NodeGlyph(NodeViewModel node, ClusterViewModel cluster) {
    super(2);
    this.node = node;
    this.cluster = cluster;
    menu = new NodeMenu(node.id(), cluster);
    String noMore = cluster.unavailable().orElse("");
    setId("node-" + node.id());
    setAlignment(Pos.TOP_CENTER);
    setFocusTraversable(true);
    setPickOnBounds(false);
    line.setPickOnBounds(false);
    line.setMinWidth(0);
    line.setPadding(new Insets(0, 2, 0, 2));
    buttons.setPickOnBounds(false);
    accessibleTextProperty().bind(node.spokenProperty());
    Label words = new Label();
    words.setId("role-" + node.id());
    words.textProperty().bind(node.roleWordProperty());
    words.setStyle("-fx-font-weight: bold;");
    words.setMinWidth(USE_PREF_SIZE);
    belief.textProperty().bind(node.beliefProperty());
    buttons
        .getChildren()
        .addAll(
            button(
                "controls.act.kill", "kill-", node.noKillProperty(), () -> cluster.kill(node.id())),
            button(
                "controls.act.restart",
                "restart-",
                node.noRestartProperty(),
                () -> cluster.restart(node.id())),
            button(
                "controls.bar.more", "more-", new ReadOnlyStringWrapper(noMore), this::showMenu));
    majority.setId("majority-" + node.id());
    majority.setMinWidth(USE_PREF_SIZE);
    line.getChildren().addAll(words, belief, majority);
    buttons
        .getChildren()
        .forEach(
            button ->
                button.lookupAll(".button").forEach(it -> it.setStyle("-fx-font-size: 12px;")));
    line.setCache(true); // messages fly past many times a second, words change seldom
    buttons.setCache(true);
    getChildren().addAll(canvas, line, buttons);
    setOnContextMenuRequested(asked -> menu.show(this, asked.getScreenX(), asked.getScreenY()));
    setOnMouseClicked(click -> cluster.selection().select(new Selected.OfNode(node.id())));
  }

  private void showMenu() {
    menu.show(buttons, Side.BOTTOM, 0, 0);
  }

  private StackPane button(
      String key, String prefix, ReadOnlyStringProperty whyNot, Runnable action) {
    String text = Words.here().text(key);
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

  /** Says as much as there is room for; all words if there is room between the nodes as well. */
  void fit(RingDetail.Fit now, boolean isWide) {
    fit = now;
    setPrefSize(now.detail().glyphWidth(), now.detail().glyphHeight());
    hasAllWords = now.detail() == RingDetail.ALL || isWide;
    line.setVisible(now.detail() != RingDetail.FEW);
    line.setManaged(line.isVisible());
    buttons.setVisible(now.detail() == RingDetail.ALL);
    buttons.setManaged(buttons.isVisible());
    belief.setVisible(hasAllWords);
    belief.setManaged(hasAllWords);
    belief.setMinWidth(isWide ? USE_PREF_SIZE : 0);
    line.setMaxWidth(now.detail().glyphWidth());
  }

  /** Puts the words above the circle or below, and outwards, where no messages cross them. */
  void words(boolean above, Pos side) {
    line.setAlignment(side);
    buttons.setAlignment(side);
    if (above != (getChildren().get(0) == buttons)) {
      getChildren().setAll(above ? List.of(buttons, line, canvas) : List.of(canvas, line, buttons));
      setAlignment(above ? Pos.BOTTOM_CENTER : Pos.TOP_CENTER);
    }
  }

  /** Returns where the circle's centre is in the parent. */
  Point2D center() {
    boolean above = getChildren().get(0) == buttons;
    return new Point2D(
        getLayoutX() + fit.detail().glyphWidth() / 2,
        getLayoutY() + (above ? fit.detail().glyphHeight() - SIZE / 2 : SIZE / 2));
  }

  void draw(Theme theme, long nowNanos) {
    NodeModel now = node.nodeProperty().get();
    double arc = arc(now.deadline());
    double reads = now.activity().reads().fractionLeft(nowNanos);
    NodeModel rest = now.atRest();
    atRest = rest.equals(atRest) ? atRest : rest;
    boolean changed =
        changes.in(
            theme,
            fit,
            atRest,
            now.votes(),
            now.activity(),
            cluster.modelProperty().get().members(),
            Math.round(arc * ARC_STEPS),
            Math.round(reads * ARC_STEPS),
            now.isLeader() ? behindOf(now, nowNanos) : 0,
            cluster.selectedProperty().get());
    if (changed) {
      paint(theme, now, arc, nowNanos);
    }
    behind(now, nowNanos);
  }

  private int behindOf(NodeModel now, long nowNanos) {
    return new Beliefs(cluster.modelProperty().get(), nowNanos).followersOf(now);
  }

  private void paint(Theme theme, NodeModel now, double arc, long nowNanos) {
    GraphicsContext g = canvas.getGraphicsContext2D();
    g.clearRect(0, 0, SIZE, SIZE);
    double middle = SIZE / 2;
    if (node.id().equals(cluster.selectedProperty().get())) {
      g.setFill(theme.accent().deriveColor(0, 1, 1, 0.18));
      g.fillOval(1, 1, SIZE - 2, SIZE - 2);
    }
    canvas.setOpacity(isMember() ? 1 : DIMMED);
    RoleShape shape = new RoleShape(g, theme, middle);
    shape.draw(now, node.placeProperty().get());
    TimeArc.draw(g, theme, 7, SIZE - 14, arc);
    g.setTextAlign(TextAlignment.CENTER);
    g.setFill(theme.text());
    double name = Math.max(18, Math.min(LARGEST_NAME, fit.wanted(16)));
    g.setFont(Font.font("System", FontWeight.BOLD, name));
    boolean isShort = fit.wanted(13) > LONGEST_TERM;
    g.fillText(now.id().toString(), middle, middle - (isShort ? 11 : 6));
    double term = Math.max(13, Math.min(LARGEST_TERM, fit.wanted(13)));
    String key = isShort ? "frame.node.shortTerm" : "frame.node.term";
    g.setFont(Font.font("System", term));
    g.fillText(Words.here().text(key, now.raft().term()), middle, middle + 12);
    below(shape, now, nowNanos);
    long digest = now.logState().digest();
    if (digest != 0 && now.isAlive() && !isShort) {
      StateGlyph.draw(g, theme.muted(), digest, middle, 95.5, 12.5);
    }
  }

  /** How many stand behind a leader, and whether that is enough to commit. */
  private void behind(NodeModel now, long nowNanos) {
    majority.setManaged(now.isLeader());
    if (!now.isLeader()) {
      majority.setText("");
      return;
    }
    int behind = behindOf(now, nowNanos);
    int quorum = cluster.modelProperty().get().quorum();
    boolean enough = behind >= quorum;
    int voters = cluster.voters().size();
    String key = enough ? "screens.ring.commits" : "screens.ring.cannot";
    majority.setText(
        hasAllWords
            ? Words.here().text(key, behind, voters, quorum)
            : behind + "/" + voters + (enough ? " ✓" : " ✗"));
    majority.setStyle(enough ? "" : "-fx-font-weight: bold; -fx-text-fill: -color-danger-fg;");
  }

  private void below(RoleShape shape, NodeModel now, long nowNanos) {
    if (now.isAlive() && now.raft().role() == RoleName.CANDIDATE) {
      shape.pips(now, cluster.voters());
    } else if (now.isLeader()) {
      shape.behind(behindOf(now, nowNanos), cluster.voters().size());
    }
    double left = now.activity().reads().fractionLeft(nowNanos);
    if (now.isLeader() && left > 0) {
      shape.reads(now.activity().reads(), Motion.isCalm(this) ? 0.5 : left);
    }
  }

  /**
   * Which part of a deadline is left, in steps that can be seen: in eighths at most, if nothing is
   * to move that need not.
   */
  private double arc(Deadline deadline) {
    double most = Motion.isCalm(this) ? CALM_STEPS : ARC_STEPS;
    double steps = Math.max(1, Math.min(most, Math.rint(deadline.lengthNanos() / STEP_NANOS)));
    return Math.ceil(deadline.fractionLeft(cluster.passedNanos()) * steps) / steps;
  }

  private boolean isMember() {
    return cluster.modelProperty().get().members().includes(node.id());
  }
}
