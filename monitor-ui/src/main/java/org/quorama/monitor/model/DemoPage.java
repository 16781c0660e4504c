package org.quorama.monitor.model;

import java.util.List;

/**
 * What the side panel shows of a demo: one step of its script, as far as it has been played.
 * Immutable.
 *
 * @param title of the script
 * @param step which step this is, from 1; 0 before the first
 * @param steps how many there are
 * @param heading of the step
 * @param blocks what the step is made of, in order
 * @param phase what may be done now
 */
public record DemoPage(
    String title, int step, int steps, String heading, List<Block> blocks, Phase phase) {
  /** Copies the list. */
  public DemoPage {
    blocks = List.copyOf(blocks);
  }

  /** What may be done. */
  public enum Phase {
    /** Nothing: lines are being played, or a cluster starts. */
    PLAYING,
    /** The next step may be played. */
    READY,
    /** A question waits for its answer to be revealed. */
    ASKING,
    /** A line failed; the demo can be begun again. */
    FAILED,
    /** The last step is over. */
    OVER
  }

  /** What a block is. */
  public enum Kind {
    /** Prose in Markdown. */
    PROSE,
    /** A line that acts. */
    COMMAND,
    /** A line that expects something. */
    EXPECTATION,
    /** A sentence about what just happened. */
    CAPTION,
    /** A question to predict, in Markdown. */
    QUESTION,
    /** Its answer, in Markdown. */
    ANSWER,
    /** What went wrong, line by line. */
    FAILURE
  }

  /** How far a block has been played. */
  public enum State {
    /** Not yet. */
    WAITING,
    /** Just now. */
    RUNNING,
    /** It did what it should. */
    DONE,
    /** It did not. */
    FAILED
  }

  /**
   * A part of a step.
   *
   * @param kind what it is
   * @param text in plain text or Markdown, by its kind
   * @param state how far it has been played; prose is always done
   */
  public record Block(Kind kind, String text, State state) {}
}
