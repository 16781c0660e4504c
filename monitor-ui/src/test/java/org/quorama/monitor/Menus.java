package org.quorama.monitor;

import javafx.scene.control.Control;
import javafx.scene.control.MenuItem;
import org.testfx.api.FxRobot;

/** Menus that a right click opens, in tests. */
public final class Menus {
  private Menus() {}

  /**
   * Chooses an item.
   *
   * @param robot has the window
   * @param control whose menu
   * @param item its id
   */
  public static void choose(FxRobot robot, String control, String item) {
    Control owner = robot.lookup(control).queryAs(Control.class);
    robot.interact(
        () ->
            owner.getContextMenu().getItems().stream()
                .filter(each -> each.getId().equals(item))
                .forEach(MenuItem::fire));
  }
}
