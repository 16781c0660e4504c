package org.quorama.monitor.view.control;

import javafx.beans.value.ObservableValue;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/** A button in a box that says what it does, or why it cannot: what is disabled shows no tip. */
final class Reasoned extends StackPane {
  /** Takes a button, why it cannot be pressed, and what it does if it can. */
  Reasoned(ButtonBase button, ObservableValue<String> whyNot, ObservableValue<String> hint) {
    super(button);
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.disableProperty().bind(whyNot.map(reason -> !reason.isEmpty()));
    ObservableValue<String> said =
        whyNot.flatMap(reason -> reason.isEmpty() ? hint : whyNot).orElse("");
    Tooltip tip = new Tooltip();
    tip.textProperty().bind(said);
    Tooltip.install(this, tip);
    button.accessibleHelpProperty().bind(said);
  }
}
