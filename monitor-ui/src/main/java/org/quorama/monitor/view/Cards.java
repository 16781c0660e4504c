package org.quorama.monitor.view;

import java.util.List;
import javafx.scene.Node;
import org.quorama.monitor.view.control.ActionBar;
import org.quorama.monitor.view.keys.HelpCard;
import org.quorama.monitor.view.keys.Keys;
import org.quorama.monitor.view.overlay.Overlay;
import org.quorama.monitor.view.overlay.PartitionCard;
import org.quorama.monitor.view.overlay.WriteCard;
import org.quorama.monitor.view.tour.Tour;
import org.quorama.monitor.viewmodel.Action;
import org.quorama.monitor.viewmodel.control.ControlsViewModel;
import org.quorama.monitor.viewmodel.settings.Settings;
import org.quorama.monitor.words.Words;

/** What comes in front of the screens: help, tour, and questions. */
final class Cards implements ActionBar.Asks {
  private final ControlsViewModel controls;
  private final Words words;
  private final Overlay overlay = new Overlay();
  private final Keys keys = new Keys(this::isCovered);
  private final Tour tour;

  Cards(ControlsViewModel controls, Words words, Settings settings) {
    this.controls = controls;
    this.words = words;
    tour =
        new Tour(
            List.of(
                new Tour.Step("screens", "#tabs", () -> {}),
                new Tour.Step("actions", "#actions", () -> {}),
                new Tour.Step("captions", "#captions", () -> {}),
                new Tour.Step("time", "#time-bar", () -> {}),
                new Tour.Step("help", "#more", () -> {})),
            words,
            () -> {
              settings.set(Settings.TOUR_SEEN, "true");
              settings.save();
            });
  }

  private boolean isCovered() {
    return overlay.card() != null || tour.isVisible();
  }

  /** Returns what lies in front of the window, lowest first. */
  List<Node> layers() {
    return List.of(overlay, tour);
  }

  Keys keys() {
    return keys;
  }

  /** Shows the keys and shapes, or no more. */
  void help() {
    if (overlay.card() instanceof HelpCard) {
      overlay.close();
    } else if (!isCovered()) {
      overlay.show(new HelpCard(keys, words, this::tour, overlay::close));
    }
  }

  void tour() {
    overlay.close();
    tour.begin();
  }

  @Override
  public void askForSides() {
    if (!isCovered() && controls.whyNot(Action.PARTITION, null).isEmpty()) {
      overlay.show(new PartitionCard(controls, words, overlay::close));
    }
  }

  @Override
  public void askForText(Action kind) {
    if (!isCovered() && controls.whyNot(kind, null).isEmpty()) {
      overlay.show(new WriteCard(kind, controls, words, overlay::close));
    }
  }
}
