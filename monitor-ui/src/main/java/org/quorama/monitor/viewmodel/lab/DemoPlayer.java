package org.quorama.monitor.viewmodel.lab;

import org.quorama.monitor.model.DemoPage;

/**
 * A demo that the window plays. Thread-safe; returns at once, and does what it is told on a thread
 * of its own, one thing after the other.
 *
 * <p>It starts the cluster of its script, and another one whenever it goes back: real processes
 * cannot be rewound.
 */
public interface DemoPlayer {
  /** Returns the step as it is played just now. */
  DemoPage page();

  /**
   * Sets who is told of every change of the page, on any thread.
   *
   * @param onChange quick and thread-safe
   */
  void listen(Runnable onChange);

  /** Plays the next step, or reveals an answer. */
  void next();

  /** Plays all again up to the step before, on a new cluster. */
  void back();

  /** Begins again, on a new cluster. */
  void restart();
}
