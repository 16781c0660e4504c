package org.quorama.lab.demos.command;

import org.quorama.lab.demos.stage.Sight;
import org.quorama.lab.demos.stage.Stage;

/** Something that is so or not. Immutable. */
@FunctionalInterface
interface Condition {
  /**
   * Judges.
   *
   * @param stage what the script plays on
   * @param sight what is seen of it now
   */
  Verdict judge(Stage stage, Sight sight);

  /**
   * Whether something is so. Immutable.
   *
   * @param holds whether it is
   * @param seen what is seen, a sentence or part of one
   */
  record Verdict(boolean holds, String seen) {}
}
