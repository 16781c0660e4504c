package org.quorama.monitor.view;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.Lab;
import org.quorama.monitor.viewmodel.lab.LabViewModel;
import org.quorama.trace.FaultTrace.Release;

/** Time, deadlines, waiting messages and links, each with what a person may do to it. */
final class LabPanel extends VBox {
  private static final List<Integer> DILATIONS = List.of(1, 2, 5, 10, 20, 50, 100);

  private final LabViewModel lab;
  private final FlowPane deadlines = new FlowPane(6, 6);
  private final LinkMatrix links;

  LabPanel(LabViewModel lab) {
    super(8);
    this.lab = lab;
    this.links = new LinkMatrix(lab);
    setId("lab");
    setPadding(new Insets(8));
    ListView<Lab.Held> held = new ListView<>(lab.held());
    held.setId("held");
    held.setCellFactory(list -> new HeldCell(lab));
    held.setPlaceholder(new Label("No message waits."));
    held.setFocusTraversable(false);
    VBox.setVgrow(held, Priority.ALWAYS);
    getChildren()
        .addAll(
            time(),
            heading("Fire a deadline", null),
            deadlines,
            heading("Messages that wait", button("all", "Deliver all", this::deliverAll)),
            held,
            heading(
                "Links, sender → receiver (right click: more)", button("heal", "Heal", lab::heal)),
            links);
    whenChanged(lab.living(), this::fireButtons);
    fireButtons();
    setDisable(!lab.isAvailable());
  }

  private static <T> void whenChanged(ObservableList<T> list, Runnable action) {
    list.addListener((ListChangeListener<T>) change -> action.run());
  }

  private HBox time() {
    Button freeze = button("freeze", "Freeze time", lab::freeze);
    freeze
        .disableProperty()
        .bind(Bindings.createBooleanBinding(() -> now().frozen(), lab.labProperty()));
    ComboBox<Integer> pace = new ComboBox<>();
    pace.setId("pace");
    pace.getItems().setAll(DILATIONS);
    pace.setConverter(new PaceWords());
    pace.setValue(1);
    pace.setAccessibleText("How much slower time passes");
    Button run = button("run", "Let it pass", () -> lab.run(pace.getValue()));
    return new HBox(6, freeze, run, pace);
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
    fire.setAccessibleText("Fire the deadline of " + node);
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
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox line = new HBox(6, label, gap);
    line.setAlignment(Pos.CENTER_LEFT);
    if (beside != null) {
      line.getChildren().add(beside);
    }
    return line;
  }
}
