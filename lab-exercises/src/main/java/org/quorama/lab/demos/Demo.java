package org.quorama.lab.demos;

/** A script that plays on a cluster of its own. */
public interface Demo {
  /** Returns the name on the command line. */
  String name();

  /** Returns in one sentence what it shows. */
  String summary();

  /**
   * Plays the demo and cleans up, also when it fails.
   *
   * @param stage what to play with
   * @throws DemoFailedException if something expected did not happen
   */
  void play(DemoStage stage);
}
