package org.quorama.monitor.view;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.quorama.monitor.model.Lab;
import org.quorama.monitor.model.MessageWords;
import org.quorama.monitor.viewmodel.lab.LabViewModel;
import org.quorama.monitor.words.Words;
import org.quorama.trace.FaultTrace.Release;

/** A message that waits, with what may become of it. */
final class HeldCell extends ListCell<Lab.Held> {
  private final LabViewModel lab;
  private final Words words;

  HeldCell(LabViewModel lab, Words words) {
    this.lab = lab;
    this.words = words;
    setPrefWidth(0); // as wide as the list, so that its buttons stay in sight
  }

  @Override
  protected void updateItem(Lab.@Nullable Held message, boolean empty) {
    super.updateItem(message, empty);
    setText(null);
    setGraphic(message == null || empty ? null : lineOf(message));
  }

  private HBox lineOf(Lab.Held message) {
    String way = message.from() + "→" + message.to();
    Label text = new Label(way + " " + MessageWords.of(message.summary()));
    text.setMinWidth(0);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    String id = "-" + message.messageId().replace(':', '-');
    HBox line =
        new HBox(
            4,
            text,
            gap,
            LabPanel.button("deliver" + id, "▶", () -> release(message, Release.DELIVER)),
            LabPanel.button("drop" + id, "✕", () -> release(message, Release.DROP)),
            LabPanel.button("twice" + id, "×2", () -> release(message, Release.DUPLICATE)));
    line.setAlignment(Pos.CENTER_LEFT);
    say(line, 2, words.text("controls.lab.deliver", text.getText()));
    say(line, 3, words.text("controls.lab.drop", text.getText()));
    say(line, 4, words.text("controls.lab.twice", text.getText()));
    return line;
  }

  private static void say(HBox line, int child, String text) {
    line.getChildren().get(child).setAccessibleText(text);
  }

  private void release(Lab.Held message, Release release) {
    lab.release(message, release);
  }
}
