package org.quorama.monitor.view.control;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Separator;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.NodeModel;
import org.quorama.monitor.viewmodel.Action;
import org.quorama.monitor.viewmodel.NodeViewModel;
import org.quorama.monitor.viewmodel.control.ControlsViewModel;
import org.quorama.monitor.words.Phrase;
import org.quorama.monitor.words.Words;

/**
 * All nodes to choose from, what can be done to the chosen one, and what can be done to all: always
 * in sight. Confined to the JavaFX thread.
 */
public final class ActionBar extends FlowPane {
  private static final Map<Action, String> SIGNS =
      new EnumMap<>(
          Map.of(
              Action.KILL, "✕",
              Action.RESTART, "↻",
              Action.PAUSE, "‖",
              Action.RESUME, "▶",
              Action.ISOLATE, "✂",
              Action.LEAD, "♛",
              Action.ELECT, "☑",
              Action.PARTITION, "⇹",
              Action.HEAL, "✚"));

  private final ControlsViewModel controls;
  private final Words words;
  private final HBox chips = new HBox(4);
  private final ObservableValue<String> named;

  /** Opens what needs more than a click. Confined to the JavaFX thread. */
  public interface Asks {
    /** Asks who is on one side, and cuts the cluster in two. */
    void askForSides();

    /**
     * Asks for a file and a text, and writes it.
     *
     * @param kind to create, append or put
     */
    void askForText(Action kind);
  }

  /**
   * Makes one.
   *
   * @param controls does what is pressed
   * @param words the language
   * @param asks opens what needs more than a click
   */
  public ActionBar(ControlsViewModel controls, Words words, Asks asks) {
    this.controls = controls;
    this.words = words;
    named = controls.targetProperty().map(String::valueOf).orElse("–");
    setId("actions");
    getStyleClass().add("action-bar");
    setRowValignment(javafx.geometry.VPos.CENTER);
    chips.setAlignment(Pos.CENTER_LEFT);
    chips.setId("chips");
    getChildren().addAll(chips, new Separator(Orientation.VERTICAL));
    ofNode();
    getChildren().add(new Separator(Orientation.VERTICAL));
    ofAll(asks);
    controls
        .cluster()
        .nodes()
        .addListener((ListChangeListener<NodeViewModel>) change -> fillChips());
    controls.targetProperty().addListener((value, before, now) -> markChips());
    controls.cluster().modelProperty().addListener((value, before, now) -> markChips());
    fillChips();
  }

  private void ofNode() {
    getChildren()
        .addAll(button(Action.KILL), button(Action.RESTART), button(Action.ISOLATE), pause());
    getChildren().addAll(button(Action.LEAD), button(Action.ELECT));
    MenuButton more = new MenuButton(words.text("controls.bar.more"));
    more.setId("act-more");
    ActionMenu menu =
        new ActionMenu(controls.actions(), words, () -> controls.targetProperty().get());
    menu.fillRare(more.getItems(), "-chosen");
    more.setOnShowing(showing -> menu.fillRare(more.getItems(), "-chosen"));
    ObservableValue<String> none =
        controls.targetProperty().map(node -> "").orElse(words.text("controls.no.node"));
    getChildren().add(new Reasoned(more, none, hint("more")));
  }

  private void ofAll(Asks asks) {
    Button partition = named(Action.PARTITION);
    partition.setOnAction(pressed -> asks.askForSides());
    Button heal = named(Action.HEAL);
    heal.setOnAction(pressed -> controls.perform(Action.HEAL));
    MenuButton write = new MenuButton(words.text("controls.bar.write"));
    write.setId("act-write");
    fillWrite(write.getItems(), asks);
    write.setOnShowing(showing -> fillWrite(write.getItems(), asks));
    Button undo = new Button("↶ " + words.text("controls.bar.undo"));
    undo.setId("act-undo");
    undo.setOnAction(pressed -> controls.undo());
    ObservableValue<String> nothing =
        controls.undoProperty().map(what -> "").orElse(words.text("controls.no.undo"));
    ObservableValue<String> what =
        controls
            .undoProperty()
            .map(deed -> words.text("controls.bar.undoWhat", String.valueOf(deed)))
            .orElse("");
    getChildren()
        .addAll(
            new Reasoned(partition, controls.whyNotProperty(Action.PARTITION), hint("partition")),
            new Reasoned(heal, controls.whyNotProperty(Action.HEAL), hint("heal")),
            new Reasoned(write, recorded(), hint("write")),
            new Reasoned(undo, nothing, what));
  }

  /** Nothing can be written in a recording; what else is refused says so in the menu. */
  private ObservableValue<String> recorded() {
    String recording = words.text("controls.no.recording");
    String past = words.text("controls.no.past");
    return controls
        .whyNotProperty(Action.CREATE)
        .map(reason -> reason.equals(recording) || reason.equals(past) ? reason : "");
  }

  private void fillWrite(List<MenuItem> items, Asks asks) {
    items.clear();
    for (Action kind : List.of(Action.CREATE, Action.APPEND, Action.PUT)) {
      items.add(item(kind, () -> asks.askForText(kind)));
    }
    items.add(item(Action.ADD_NODE, controls::addNode));
  }

  private MenuItem item(Action action, Runnable does) {
    String whyNot = controls.whyNot(action, null);
    String name = words.text("controls.act." + action.key());
    MenuItem item = new MenuItem(whyNot.isEmpty() ? name : name + "  –  " + whyNot);
    item.setId("write-" + action.key());
    item.setDisable(!whyNot.isEmpty());
    item.setOnAction(chosen -> does.run());
    return item;
  }

  private ObservableValue<String> hint(String key) {
    return named.map(node -> words.text("controls.hint." + key, node));
  }

  private Button named(Action action) {
    Button button = new Button(face(action));
    button.setId("act-" + action.key());
    return button;
  }

  private String face(Action action) {
    return SIGNS.getOrDefault(action, "") + " " + words.text("controls.act." + action.key());
  }

  private Node button(Action action) {
    Button button = named(action);
    button.setOnAction(pressed -> controls.perform(action));
    speak(button, action);
    return new Reasoned(button, controls.whyNotProperty(action), hint(action.key()));
  }

  private void speak(ButtonBase button, Action action) {
    String name = words.text("controls.act." + action.key());
    button.accessibleTextProperty().bind(named.map(node -> name + " " + node));
  }

  /** One button: who is paused can only go on. */
  private Node pause() {
    Button button = named(Action.PAUSE);
    ObservableValue<Action> now =
        controls
            .whyNotProperty(Action.RESUME)
            .map(reason -> reason.isEmpty() ? Action.RESUME : Action.PAUSE);
    button.textProperty().bind(now.map(this::face));
    button.setOnAction(pressed -> controls.perform(now.getValue()));
    button
        .accessibleTextProperty()
        .bind(
            Bindings.createStringBinding(
                () -> words.text("controls.act." + now.getValue().key()) + " " + named.getValue(),
                now,
                named));
    return new Reasoned(
        button, now.flatMap(controls::whyNotProperty), now.flatMap(action -> hint(action.key())));
  }

  private void fillChips() {
    chips.getChildren().clear();
    for (NodeViewModel node : controls.cluster().nodes()) {
      chips.getChildren().add(chip(node));
    }
    markChips();
  }

  private ToggleButton chip(NodeViewModel node) {
    ToggleButton chip = new ToggleButton(node.id().toString());
    chip.setId("chip-" + node.id());
    chip.getStyleClass().add("node-chip");
    chip.setMinWidth(USE_PREF_SIZE);
    chip.setUserData(node);
    chip.accessibleTextProperty().bind(node.spokenProperty());
    chip.setOnAction(
        pressed -> {
          controls.cluster().selectedProperty().set(node.id());
          markChips();
        });
    return chip;
  }

  private void markChips() {
    NodeId target = controls.targetProperty().get();
    for (Node child : chips.getChildren()) {
      if (child instanceof ToggleButton chip && child.getUserData() instanceof NodeViewModel node) {
        chip.setSelected(node.id().equals(target));
        chip.setText(node.id() + sign(controls.cluster().modelProperty().get().node(node.id())));
      }
    }
    Phrase spoken =
        target == null ? Phrase.of("controls.bar.none") : Phrase.of("controls.bar.spoken", target);
    setAccessibleText(words.say(spoken));
  }

  private static String sign(NodeModel node) {
    if (node.isLeader()) {
      return " ♛";
    }
    return node.life().isOver() ? " ✕" : "";
  }
}
