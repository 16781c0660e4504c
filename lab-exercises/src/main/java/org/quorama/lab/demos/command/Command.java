package org.quorama.lab.demos.command;

import org.quorama.lab.demos.stage.Stage;

/** What one line of a script does. Immutable. */
@FunctionalInterface
public interface Command {
  /**
   * Does it, and returns when what it does by itself is over.
   *
   * @param stage what the script plays on
   * @throws ExpectationException if the line expects something that is not so
   * @throws org.quorama.lab.demos.stage.StageException if it cannot be done
   */
  void run(Stage stage);
}
