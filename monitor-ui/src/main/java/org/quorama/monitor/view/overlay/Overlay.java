package org.quorama.monitor.view.overlay;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/**
 * The place for one card in front of everything else; Escape or a click beside the card closes it,
 * and the focus goes back to where it was. Confined to the JavaFX thread.
 */
public final class Overlay extends StackPane {
  private @Nullable Node focusBefore;
  private @Nullable Region card;

  /** Makes one without a card. */
  public Overlay() {
    setId("overlay");
    getStyleClass().add("overlay-ground");
    setAlignment(Pos.CENTER);
    setVisible(false);
    addEventFilter(
        KeyEvent.KEY_PRESSED,
        pressed -> {
          if (pressed.getCode() == KeyCode.ESCAPE) {
            close();
            pressed.consume();
          }
        });
    setOnMouseClicked(
        click -> {
          if (click.getTarget() == this) {
            close();
          }
        });
  }

  /**
   * Shows a card, in place of the one before.
   *
   * @param shown what to show
   */
  public void show(Region shown) {
    if (!isVisible() && getScene() != null) {
      focusBefore = getScene().getFocusOwner();
    }
    card = shown;
    if (!shown.getStyleClass().contains("overlay-card")) {
      shown.getStyleClass().add("overlay-card");
    }
    shown.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    getChildren().setAll(shown);
    setVisible(true);
    shown.requestFocus();
  }

  /** Shows no card any more. */
  public void close() {
    getChildren().clear();
    card = null;
    setVisible(false);
    if (focusBefore != null) {
      focusBefore.requestFocus();
      focusBefore = null;
    }
  }

  /** Returns the card that is shown, null if none is. */
  public @Nullable Region card() {
    return card;
  }
}
