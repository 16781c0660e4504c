package org.quorama.monitor.view.overlay;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import org.quorama.monitor.words.Words;

/** What several cards have. Stateless. */
final class CardButtons {
  private static final double WIDTH = 420;

  private CardButtons() {}

  static Button cancel(Words words, Runnable close) {
    Button cancel = new Button(words.text("frame.card.cancel"));
    cancel.setId("cancel");
    cancel.setCancelButton(true);
    cancel.setOnAction(pressed -> close.run());
    return cancel;
  }

  static Label prose(Words words, String key) {
    Label prose = new Label(words.text(key));
    prose.setWrapText(true);
    prose.setMaxWidth(WIDTH);
    prose.setMinHeight(Label.USE_PREF_SIZE);
    return prose;
  }
}
