package org.quorama.lab.demos.play;

import org.quorama.lab.demos.script.Block;
import org.quorama.lab.demos.script.DemoScript;

/**
 * Hears what a player does, on the player's thread, in the order in which it happens. While steps
 * are played again for Back nothing is told but {@link #changed}.
 */
public interface PlayListener {
  /**
   * Hears how far the demo is, whenever that changes.
   *
   * @param state how far it is now
   */
  default void changed(DemoState state) {}

  /**
   * Hears that a step begins.
   *
   * @param step which
   * @param place the how-manieth, from 1
   */
  default void stepEntered(DemoScript.Step step, int place) {}

  /**
   * Hears prose.
   *
   * @param prose in Markdown
   */
  default void prose(Block.Prose prose) {}

  /**
   * Hears a sentence to show with what happens.
   *
   * @param text the sentence
   */
  default void caption(String text) {}

  /**
   * Hears that a line begins.
   *
   * @param line which
   */
  default void lineBegun(Block.Line line) {}

  /**
   * Hears that a line is over and did what it should.
   *
   * @param line which
   */
  default void lineDone(Block.Line line) {}

  /**
   * Asks a question; returns when the answer may be shown.
   *
   * @param question which
   */
  default void question(Block.Question question) {}

  /**
   * Hears the answer to a question.
   *
   * @param question which
   */
  default void answer(Block.Question question) {}

  /**
   * Hears that a line failed, so that the demo cannot go on.
   *
   * @param failure why
   */
  default void failed(Failure failure) {}
}
