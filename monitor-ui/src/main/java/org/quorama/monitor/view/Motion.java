package org.quorama.monitor.view;

import javafx.scene.Node;
import javafx.scene.Scene;
import org.jspecify.annotations.Nullable;

/** Whether a window is to move no more than it must; kept in its scene. Stateless. */
public final class Motion {
  private Motion() {}

  /**
   * Sets it.
   *
   * @param scene whose window
   * @param calm true for less motion
   */
  static void set(Scene scene, boolean calm) {
    scene.getProperties().put(Motion.class, calm);
  }

  /**
   * Returns true if a node's window is to move no more than it must: messages stand in the middle
   * of their way, and nothing widens or fades.
   *
   * @param node any in the window
   */
  public static boolean isCalm(Node node) {
    @Nullable Scene scene = node.getScene();
    return scene != null && Boolean.TRUE.equals(scene.getProperties().get(Motion.class));
  }
}
