package org.quorama.monitor.viewmodel.lab;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.model.DemoPage;

/** A demo as the side panel shows it. Confined to the JavaFX thread. */
public final class DemoViewModel {
  private final DemoPlayer player;
  private final ReadOnlyObjectWrapper<DemoPage> page;

  /**
   * Makes one that follows a player.
   *
   * @param player plays
   * @param dispatcher brings changes to the thread of the properties
   */
  public DemoViewModel(DemoPlayer player, UiDispatcher dispatcher) {
    this.player = player;
    this.page = new ReadOnlyObjectWrapper<>(player.page());
    player.listen(() -> dispatcher.run(() -> page.set(player.page())));
  }

  /** Returns the step as it is played just now. */
  public ReadOnlyObjectProperty<DemoPage> pageProperty() {
    return page.getReadOnlyProperty();
  }

  /** Plays the next step, or reveals an answer. */
  public void next() {
    player.next();
  }

  /** Plays all again up to the step before, on a new cluster. */
  public void back() {
    player.back();
  }

  /** Begins again, on a new cluster. */
  public void restart() {
    player.restart();
  }
}
