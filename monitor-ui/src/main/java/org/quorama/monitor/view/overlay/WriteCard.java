package org.quorama.monitor.view.overlay;

import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.quorama.monitor.viewmodel.Action;
import org.quorama.monitor.viewmodel.control.ControlsViewModel;
import org.quorama.monitor.words.Words;

/** Asks for a file and a text to write. Confined to the JavaFX thread. */
public final class WriteCard extends VBox {
  private static final int COLUMNS = 28;

  private final TextField path = new TextField();
  private final TextField text = new TextField();

  /**
   * Makes one with a file's name and a text to begin with.
   *
   * @param kind to create, append or put
   * @param controls writes
   * @param words the language
   * @param close runs when it is answered
   */
  public WriteCard(Action kind, ControlsViewModel controls, Words words, Runnable close) {
    super(12);
    setId("write");
    Label title = new Label(words.text("controls.act." + kind.key()));
    title.getStyleClass().add("state-title");
    path.setId("write-path");
    text.setId("write-text");
    path.setText(kind == Action.APPEND ? "/log" : "/hello-" + next(controls));
    text.setText(words.text("controls.write.sample"));
    path.setPrefColumnCount(COLUMNS);
    GridPane fields = new GridPane(8, 8);
    fields.addRow(0, label(words.text("controls.write.path"), path), path);
    if (kind != Action.CREATE) {
      fields.addRow(1, label(words.text("controls.write.text"), text), text);
    }
    Button write = new Button(words.text("controls.bar.write"));
    write.setId("write-now");
    write.setDefaultButton(true);
    write.disableProperty().bind(Bindings.createBooleanBinding(this::isEmpty, path.textProperty()));
    write.setOnAction(
        pressed -> {
          controls.write(kind, path.getText(), text.getText());
          close.run();
        });
    HBox end = new HBox(6, write, CardButtons.cancel(words, close));
    end.setAlignment(Pos.CENTER_RIGHT);
    getChildren().addAll(title, fields, end);
  }

  private static Label label(String words, TextField field) {
    Label label = new Label(words);
    label.setLabelFor(field);
    return label;
  }

  /** Returns a number that no file's name had before, as far as it is known. */
  private static long next(ControlsViewModel controls) {
    return controls
        .cluster()
        .modelProperty()
        .get()
        .leader()
        .map(leader -> leader.raft().lastIndex() + 1)
        .orElse(1L);
  }

  private boolean isEmpty() {
    return path.getText().isBlank();
  }

  @Override
  public void requestFocus() {
    path.requestFocus();
  }
}
