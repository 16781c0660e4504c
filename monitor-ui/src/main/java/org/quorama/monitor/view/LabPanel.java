package org.quorama.monitor.view;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.Lab;
import org.quorama.monitor.view.control.PaceSlider;
import org.quorama.monitor.viewmodel.lab.LabViewModel;
import org.quorama.monitor.words.Words;
import org.quorama.trace.FaultTrace.Release;

/** Time, deadlines, waiting messages and links, each with what a person may do to it. */
final class LabPanel extends VBox {
  private static final double HELD = 60;

  private final LabViewModel lab;
  private final Words words;
  private final FlowPane deadlines = new FlowPane(6, 6);
  private final LinkMatrix links;

  LabPanel(LabViewModel lab, Words words) {
    super(8);
    this.lab = lab;
    this.words = words;
    this.links = new LinkMatrix(lab, words);
    setId("lab");
    setPadding(new Insets(8));
    ListView<Lab.Held> held = new ListView<>(lab.held());
    held.setId("held");
    held.setCellFactory(list -> new HeldCell(lab, words));
    held.setPlaceholder(new Label(words.text("controls.lab.noneHeld")));
    held.setFocusTraversable(false);
    held.setMinHeight(HELD);
    VBox.setVgrow(held, Priority.ALWAYS);
    getChildren()
        .addAll(
            time(),
            heading(words.text("controls.lab.fire"), null),
            deadlines,
            heading(
                words.text("controls.lab.held"),
                button("all", words.text("controls.lab.deliverAll"), this::deliverAll)),
            held,
            heading(
                words.text("controls.lab.links"),
                button("heal", words.text("controls.act.heal"), lab::heal)),
            links);
    whenChanged(lab.living(), this::fireButtons);
    fireButtons();
    setDisable(!lab.isAvailable());
  }

  private static <T> void whenChanged(ObservableList<T> list, Runnable action) {
    list.addListener((ListChangeListener<T>) change -> action.run());
  }

  private VBox time() {
    Button freeze = button("freeze", words.text("controls.lab.freeze"), lab::freeze);
    freeze
        .disableProperty()
        .bind(Bindings.createBooleanBinding(() -> now().frozen(), lab.labProperty()));
    Tooltip.install(freeze, new Tooltip(words.text("controls.lab.step")));
    freeze.setAccessibleHelp(words.text("controls.lab.step"));
    PaceSlider pace = new PaceSlider(words);
    pace.setOnChosen(
        dilation -> {
          if (!now().frozen()) {
            lab.run(dilation);
          }
        });
    lab.labProperty().addListener((value, before, now) -> pace.show(now.dilation()));
    pace.show(now().dilation());
    Button run = button("run", words.text("controls.lab.run"), () -> lab.run(pace.dilation()));
    return new VBox(6, new HBox(6, freeze, run), pace);
  }

  private Lab now() {
    return lab.labProperty().get();
  }

  private void deliverAll() {
    List.copyOf(lab.held()).forEach(message -> lab.release(message, Release.DELIVER));
  }

  private void fireButtons() {
    deadlines.getChildren().setAll(lab.living().stream().map(this::fireButton).toList());
  }

  private Node fireButton(NodeId node) {
    Button fire = button("fire-" + node, node.toString(), () -> lab.fire(node));
    fire.setAccessibleText(words.text("controls.lab.fireOf", node));
    fire.disableProperty()
        .bind(Bindings.createBooleanBinding(() -> !now().frozen(), lab.labProperty()));
    return fire;
  }

  static Button button(String id, String text, Runnable action) {
    Button button = new Button(text);
    button.setId(id);
    button.getStyleClass().add("small");
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setOnAction(pressed -> action.run());
    return button;
  }

  private static HBox heading(String text, @Nullable Node beside) {
    Label label = new Label(text);
    label.setStyle("-fx-font-weight: bold;");
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    label.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(label, Priority.ALWAYS);
    HBox line = new HBox(6, label);
    line.setAlignment(Pos.CENTER_LEFT);
    if (beside != null) {
      line.getChildren().add(beside);
    }
    return line;
  }
}
