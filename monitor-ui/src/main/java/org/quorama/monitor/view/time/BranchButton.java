package org.quorama.monitor.view.time;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;
import org.quorama.monitor.viewmodel.time.TimeLine;
import org.quorama.monitor.words.Words;

/**
 * Lets the simulator go on from here. A button that is of no use now takes no click; its place
 * does, and says why. Confined to the JavaFX thread.
 */
final class BranchButton extends StackPane {
  private final TimeLine time;
  private final Words words;
  private final Button button;
  private final Consumer<String> tell;

  BranchButton(TimeLine time, Words words, Button button, Consumer<String> tell) {
    super(button);
    this.time = time;
    this.words = words;
    this.button = button;
    this.tell = tell;
    setId("time-branch-place");
    button.setOnAction(pressed -> press());
    setOnMouseClicked(clicked -> press());
  }

  /** Makes a branch, or says why there can be none. */
  void press() {
    Optional<String> reason = time.noBranch();
    if (reason.isPresent()) {
      tell.accept(words.text(reason.get()));
    } else {
      time.branchHere();
    }
  }

  /** Brings up to date whether there can be one. */
  void update() {
    Optional<String> reason = time.noBranch();
    button.setDisable(reason.isPresent());
    String said = reason.map(words::text).orElse("");
    if (!said.equals(button.getAccessibleHelp())) {
      button.setAccessibleHelp(said);
      Tooltip.install(this, new Tooltip(said.isEmpty() ? words.text("time.branch") : said));
    }
  }
}
