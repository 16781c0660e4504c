package org.quorama.lab.demos;

import java.util.List;
import java.util.Optional;

/** All the demos there are. */
public final class Demos {
  private Demos() {}

  /** Returns every demo, in the order to try them. */
  public static List<Demo> all() {
    return List.of(new FirstFileDemo());
  }

  /**
   * Returns the demo of a name, if there is one.
   *
   * @param name the name on the command line
   */
  public static Optional<Demo> named(String name) {
    return all().stream().filter(demo -> demo.name().equals(name)).findFirst();
  }
}
