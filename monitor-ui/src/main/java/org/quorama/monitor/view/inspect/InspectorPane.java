package org.quorama.monitor.view.inspect;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.geometry.Insets;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.view.screen.Changes;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.control.ControlsViewModel;
import org.quorama.monitor.viewmodel.inspect.InspectorViewModel;
import org.quorama.monitor.viewmodel.inspect.Line;
import org.quorama.monitor.viewmodel.inspect.Subject;
import org.quorama.monitor.words.Words;

/** Every field of what is chosen, whatever it is, in the words of the papers. */
public final class InspectorPane extends VBox {
  private static final long REFRESH_NANOS = 250_000_000L;

  private final ClusterViewModel cluster;
  private final ReadOnlyObjectProperty<@Nullable NodeId> target;
  private final InspectorViewModel model;
  private final Changes changes = new Changes();
  private long refreshedNanos;

  /**
   * Makes one that shows nothing yet.
   *
   * @param controls what it is about, and on what buttons act
   * @param words what is said
   */
  public InspectorPane(ControlsViewModel controls, Words words) {
    super(4);
    cluster = controls.cluster();
    target = controls.targetProperty();
    model = new InspectorViewModel(words);
    setId("inspector");
    setPadding(new Insets(8));
    Label title = new Label();
    title.setId("inspector-title");
    title.setStyle("-fx-font-weight: bold; -fx-font-size: 1.2em;");
    title.textProperty().bind(model.titleProperty());
    Label hint = new Label();
    hint.setId("inspector-hint");
    hint.setWrapText(true);
    hint.setMinHeight(USE_PREF_SIZE);
    hint.textProperty().bind(model.hintProperty());
    hint.managedProperty().bind(hint.textProperty().isNotEmpty());
    ListView<Line> lines = new ListView<>(model.lines());
    lines.setId("inspector-fields");
    lines.getStyleClass().add("dense");
    lines.setCellFactory(list -> new LineCell(words));
    Label nothing = new Label(words.text("screens.inspect.nothing"));
    nothing.setWrapText(true);
    nothing.setPadding(new Insets(12));
    lines.setPlaceholder(nothing);
    lines.accessibleTextProperty().bind(model.titleProperty());
    setVgrow(lines, Priority.ALWAYS);
    getChildren().addAll(hint, title, lines);
  }

  /** Takes over what changed; quick if nothing did. */
  public void draw() {
    long real = System.nanoTime();
    boolean isDue = real - refreshedNanos > REFRESH_NANOS;
    Subject subject = new Subject(cluster.selection().selectedProperty().get(), target.get());
    boolean changed =
        changes.in(
            cluster.modelProperty().get(), subject, cluster.timeLine().positionProperty().get());
    if (changed || isDue) {
      refreshedNanos = real;
      model.update(
          subject,
          cluster.modelProperty().get(),
          cluster.nowNanos(),
          cluster.timeLine().followingProperty().get(),
          real);
    }
  }
}
